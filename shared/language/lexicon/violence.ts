import type { EvidenceLexicon } from '../evidence.ts';

/** Harm to people by people. Plain classes leave the tense to the sentence; `:now` and `:past` carry it. */
export const violence: EvidenceLexicon = {
  gunfire: `
    balazo*, balacer*, balear*, baleó, baleado*, tiroteo*, tirotear*, tiroteado*, disparo*, dispararon, disparar*, detonacion*, detonaron,
    detonación, plomazo*, plomear*, ráfaga*, tracazo*, enfrentamiento armado, topón, tiros, tiros al aire, bala perdida, balas,
    shooting, gunshot*, shots fired, 🔫, ráfagas de cuerno, cuernazo*, plomo, rafaguear*, tronido* de (arma|bala|pistola)`,
  'gunfire:now': `
    están (tirando|disparando|baleando|balaceando|tronando balazos), (se|están) (están|andan) (dando|agarrando|tirando) (a|de|con) (balazos|tiros|plomo),
    andan (tirando|disparando|baleando|balaceando), sigue* (tirando|disparando|los balazos), está (tirando|disparando) (balazos|al aire),
    me están tirando, nos están tirando, se agarraron a (balazos|tiros|plomazos), suenan como balazos, están tirando aquí`,
  'gunfire:topic': `cohetes, cuetes, tronidos, truenos, pirotecnia, tronó`,
  armed_persons: `
    armado, armados, armada*, empistolado*, con pistola*, con (un|una|el|la|unos)? (arma|armas|pistola|rifle|cuerno|fusil|machete|escuadra|metralleta),
    traen? (un|una|el|la|unos)? (arma|armas|pistola*|rifle*|cuerno*|fusca|fierro|cuete|machete|navaja|cuchillo|escuadra|R15),
    traía* (un|una)? (arma|armas|pistola|rifle|cuerno|fusca|machete|navaja|cuchillo), sicario*, gatillero*, pistolero*, comando armado, gente armada,
    encapuchado*, embozado*, convoy, cuerno de chivo, trocas con gente, trae algo en la cintura, fajado, enfierrado*, saco* (un|una|la|el) (arma|pistola|cuchillo|navaja|machete),
    sacó (un|una|la|el) (arma|pistola|cuchillo|navaja|machete), ponchallantas, poncha llantas, fuertemente armados, pistolas, armas largas, armas de fuego,
    amenaza* con (un|una) (pistola|cuchillo|machete|arma)`,
  homicide: `
    homicidio, asesin*, ejecut*, encobijado, embolsado, encajuelado, entambado, sin vida, (señor|hombre|muchacho|persona|joven|bato) colgad*, muerto, muerta, muertito, difunto, cadáver, cuerpo tirado,
    (mataron|matar|mató) a (un|una|mi|el|la|unos|dos|tres), lo mataron, la mataron, los mataron, restos humanos, fosa clandestina, le dieron piso, lo quebraron,
    hay un cuerpo, encontr* (un|el) (cuerpo|muerto), calcinado, no tiene pulso, body in the, dead body, un cuerpo`,
  kidnapping: `
    levantón, lo levantaron, la levantaron, los levantaron, levantaron a, se lo llevaron, se la llevaron, se los llevaron, se llevaron a (un|una|mi|el|la|los|dos),
    lo subieron, la subieron a (un|una|la), lo subieron a, los subieron, secuestr*, privad* de (la|su) libertad, a la fuerza, acaban de llevar a (un|una|mi|el|la|los|dos|unos), acaban de subir a (un|una|mi|la), casa de seguridad, la tienen amarrada,
    lo tienen amarrado, plagiaron, kidnapp*, se lo están llevando, se la están llevando, subieron a (un|una) (muchacho|muchacha|morro|morra|niño|niña|señor|señora|joven|bato|plebe) ,
    (jalaron|jalonearon) a (un|una) (niño|niña|muchacha|morra|morro)`,
  domestic_violence: `
    le está pegando, le esta dando golpes, le pega* a (su|la) (esposa|mujer|señora|pareja|hijo*|niño*|mamá|amá), golpe* a (su|la) (esposa|mujer|señora|pareja|mamá|familia|hijo*),
    la trae a golpes, la tiene encerrada, me tiene encerrada, me pega, me golpea, me golpeó, me pegó, violencia (familiar|doméstica|intrafamiliar|de género),
    mi (esposo|marido|pareja|ex|novio) ~ (pega*|golpe*|mata*|amenaza*|ahorca*|aventó|pegó|persigue), mi ex, mi ex ~ amenaz*, orden de restricción,
    maltrat* a (sus|los|su|la|el) (hijo*|niño*|mamá|abuela|abuelo|esposa), niños solos, niños encerrados, me va a matar mi (esposo|marido|ex), la está (golpeando|ahorcando|pegando),
    los está golpeando, gritos de (una|la) (mujer|señora|muchacha), se oye* (gritos|gritar) ~ (mujer|señora|niño|niños|vecina), pleito de pareja, le pega mucho,
    ya me volvió a pegar, está tomado y, no puedo hablar, aquí está él, quiero (una|ordenar) pizza, pizza (grande|mediana|familiar), le grita ~ (pega|golpea), he is hitting, beating her, hitting her`,
  sexual_offense: `
    viol* a (una|un|mi|la|su), la violaron, me violó, la violó, abus* de (una|un|mi|la|mí|su|ella), abuso sexual, abusó, acoso sexual, acosador, me acosa*, exhibicionista,
    se está tocando, se anda tocando, se baja los pantalones, enseñando sus partes, se masturb*, toca niñas, tocó a (mi|una|la) (hija|niña|muchacha), manoseó, manosearon,
    la anda siguiendo, me viene siguiendo, me anda siguiendo, siguiendo a (una|las|unas|la|mi|mis) (hija*|sobrina*|muchacha*|morra*|niña*|alumna*|mujer*|chamaca*), nudes, pack de (una|mi), ofrece dulces, le tocó`,
  robbery: `
    asalt*, atrac*, encañon*, me pusieron la pistola, nos pusieron la pistola, (me|nos) (quitaron|robaron|tumbaron|arrebataron|bajaron|quitó|robó|arrebató) (el|la|mi|mis|las) (celular|cel|bolsa|cartera|mochila|teléfono|dinero|moto),
    acaban de (quitar|robar|arrebatar|tumbar) (el|la|mi|mis|las|su) (celular|cel|bolsa|cartera|mochila|teléfono|dinero|moto), le (quitaron|robaron|tumbaron|arrebataron) (el|la|su|las) (celular|cel|bolsa|cartera|mochila|teléfono|dinero|cadena), a mano armada, robo con violencia, nos robaron en,
    robando (el|la|en el|en la|al) (oxxo|tienda|farmacia|abarrote*|banco|negocio|gasolinera|super|señora), le arrebat*, robbed, robbing, holdup`,
  fight: `
    riña, pleito, campal, se agarraron, se están agarrando, se están dando, se están peleando, pelea, peleando, peleándose, golpiza, lo están golpeando, están golpeando a, lo golpearon, me golpearon, golpearon a (un|una|mi|el|la|los|dos|unos), golpean a,
    chingazos, madrazos, moquetes, catorrazos, batazos, pedradas, botellazos, apuñal*, acuchill*, lo picaron, lo picó, navajazo*, machetazo*, a golpes, lo están agarrando, lo lincha*, linchar, pelándose a golpes,
    picado con, puñalada*, trancazos`,
  school_violence: `
    amenaza* ~ (escuela|secundaria|secu|prepa|cobach|primaria|kinder|alumnos|salón|plantel), (masacre|tiroteo|balacera) en (la|el) (escuela|secu|secundaria|prepa|cobach),
    (lleva*|trae*|trajo|metió) ~ (pistola|arma|navaja|cuchillo) ~ (escuela|secundaria|secu|prepa|cobach|salón|mochila|plantel), bullying, bulean, bule, bulear*, buleo,
    le pegan en (la|el) (escuela|secu|secundaria|prepa|kinder|salón), (alumno|alumna|alumnos|compañeros) ~ (golpe*|pega*|amenaz*), lista de (alumnos|muertos|víctimas), reto ~ (arma|pistola|tiktok),
    pleito (afuera|fuera) de (la|el) (escuela|secu|secundaria|prepa|cobach), mensaje en (el|los) baño*`,
  self_harm: `
    suicid*, quita* la vida, quitar la vida, matarme, matarse, se quiere matar, ya no quier* vivir, no quier* (seguir|estar) (viviendo|aquí), se cort* (las venas|los brazos|las muñecas), se quiere (aventar|colgar|ahorcar|tirar),
    me quiero morir ya, se colgó, se ahorcó, se está (cortando|colgando|ahorcando), se subió al puente ~ (aventar|tirar), arriba del puente ~ (aventar|tirar|brincar), acabar con (mi|su) vida, se tomó (todas las|un montón de|muchas) pastillas,
    despidió de (todos|nosotros|mi|sus), ya no aguanto vivir, no le hallo sentido a (la vida|vivir), kill myself, quiere brincar del`,
};
