import type { EvidenceLexicon } from '../evidence.ts';

/** What neighbours keep an eye on: conduct that looks like preparation, drugs, noise, racing. */
export const watch: EvidenceLexicon = {
  suspicious_person: `
    sospechos*, (hombre|tipo|sujeto|bato|vato|morro|morros|batos|vatos|señor|cholo|cholos|individuo|muchachos|plebes|persona|personas|desconocido|desconocidos|gente|cholillos|malandro*|malandros) ~ (viendo|mirando|asomándose|rondando|merodeando|vigilando|tomando|checando|tocando|jalando|parado|parados|escondido|escondidos|asomando|grabando),
    merode*, anda* rondando, rondando las casas, asomándose a (las|los|mi), (viendo|checando|jalando|probando) (las|los) (casas|carros|puertas|manijas|manillas|chapas), tomando fotos a (las|los|la), halcón, halcones, puntero*, maleante*, malandro*, encuestador*,
    (dice|dicen) que (viene|vienen|son) (de|del) (agua|gas|censo|la luz|internet|cfe|telmex), no es de aquí, no son de aquí, no lo conocemos, nadie lo conoce, anda* de puerta en puerta, tocando puertas, con mochila ~ (viendo|mirando), prowl*, suspicious (guy|man|person|people), weird guy, actitud rara, actitud sospechosa, anda* viendo`,
  suspicious_vehicle: `
    (carro|troca|trocka|camioneta|pickup|picap|van|sentra|tsuru|jetta|moto|vehículo|auto|mueble|taxi|honda|altima|tacoma|cheyenne|ram|silverado|urvan) ~ sin placas, sin placas, polarizad*, vidrios oscuros, placas sobrepuestas, vidrios polarizados,
    (carro|troca|trocka|camioneta|pickup|picap|van|sentra|tsuru|jetta|moto|vehículo|auto|mueble|honda|altima|tacoma|cheyenne|ram|urvan|razer) ~ (dando|da|pasando|pasa|vueltas|estacionado|estacionada|parado|parada|sospechos*|siguiendo|rondando|desconocido|raro|despacio|despacito),
    dando vueltas y vueltas, da vueltas y vueltas, da vueltas por (la|las), pasa y pasa (un|una), vehículo sospechoso, carro sospechoso, suspicious (car|truck|van|vehicle), carro abandonado, carro raro, pasa despacito, de quién es (el|la|ese|esa) (carro|troca|sentra|camioneta|van|pickup|moto)`,
  drug_activity: `
    drog*, narcotiend*, tiendita*, picadero*, puchador*, puchando, cristal, cristalero*, crico, fentanilo, mota, marihuana, tecato*, vend* (droga|cristal|mota|piedra|dosis|polvo), punto de venta, venta de (droga*|cristal|sustancias|estupefacientes), fumando (cristal|mota|foco|marihuana), fuman (cristal|mota|foco|marihuana), se drogan, drogándose, inyect*,
    tirando cristal, bolsitas ~ (polvo|cristal|droga), entra y sale gente, entran y salen (a|carros|gente), narcomenudeo, oliendo (thinner|resistol|pegamento), narcotráf*, narcolaboratorio, jeringas, drug dealer*, selling drugs, meth, anda* bien loco`,
  disturbance: `
    ruido, escándalo, música, musicón, bocina*, borrach*, ebri*, tomando en la calle, tomando afuera, tomados, teporocho*, briag*, fiesta, fiestón, desmadre, banda a todo volumen, volumen, gritando groserías, orinando, alterar el orden, haciendo relajo, peda, pisteando, no dejan dormir, no dejan descansar,
    aguaje, venta clandestina, bloqueo, tomaron la (caseta|carretera), cohetes toda la noche, noisy, loud music, anda cuete, desnudo, bichi en la calle, molestando a la gente, clandestino`,
  reckless_driving: `
    arrancones, echando carreras, echan carreras, jugando carreras, quemando llanta*, queman llanta*, trompos, haciendo donas, a exceso de velocidad, exceso de velocidad, a toda velocidad, hecho la (bichi|mocha), vuelto loco en, a todo lo que da, manejando (borracho|tomado|ebrio), en sentido contrario, carreras de (motos|carros|caballos), street racing, pasan volados, pasan hechos, arrancando motos, caballitos, acrobacias`,
};
