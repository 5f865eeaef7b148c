import type { EvidenceLexicon } from '../evidence.ts';

/** Harm to what people own. */
export const property: EvidenceLexicon = {
  burglary: `
    se metieron, se metió* (un|una|el|unos) (ratero|bato|vato|tipo|hombre|morro|cholo|ladrón|persona|sujeto), se brincaron, se brincó, brincarse, forz* (la|el|las|una|mi) (puerta|chapa|candado|ventana|cerradura|reja|cerco|portón),
    tumbaron la puerta, abrieron la (casa|escuela|tienda), robaron (la|mi|en la|en mi|en una|una|las) (casa|escuela|casas|oficina|kinder|primaria|bodega), robo a casa, robo en (la|mi) (casa|escuela), robos a casa*,
    vaciaron la casa, saquearon, nos robaron todo, entraron a robar, entraron a (la|mi|una) (casa|escuela), violaron (el candado|la chapa|la cerradura), quebraron (el|la|una) ventana, burglar*, broke into, break in, rompieron el candado, hicieron un boquete`,
  'burglary:now': `
    se están metiendo, se quieren meter, se anda* metiendo, se está metiendo, se están brincando, están brincando la barda, están brincando el cerco, se quiere meter, se quiere brincar, se está brincando,
    hay alguien (adentro|dentro|en mi patio|en el patio|en el techo), anda alguien en (el|mi) (patio|techo), están forzando, está forzando, quieren abrir (la|mi) puerta, están adentro de (la|mi) casa, hay gente adentro, están adentro,
    (andan|anda) (en|por|arriba de) (el|los) (techo|techos|azotea), quieren entrar a, alguien se metió a, acaban de meterse, se acaban de meter, metidos en la casa, están vaciando la casa, se están robando todo`,
  'burglary:past': `amanec* (abierta|robada|forzada|sin), nos encontramos la puerta, al llegar encontr*, cuando llegamos (ya|estaba)`,
  vehicle_theft: `
    (robaron|robó|roban|robarse|robar|robándose|llevaron|volaron) (el|la|mi|un|una|su) (carro|troca|camioneta|moto|motocicleta|pickup|picap|auto|vehículo|sentra|tsuru|tacoma|jetta|mueble|ranfla|carrito|trailer|cuatri|razer),
    robo de (carro*|vehículo*|moto*|autopartes|auto*|troca*), cristalazo*, abrieron (el|mi) carro, quebraron el (vidrio|cristal) (del|de mi|de un|de la) (carro|troca|camioneta), desvalij*, autopartes, catalizador*, computadora del carro, en tabiques,
    me bajaron (la troca|del carro|el carro|la camioneta), lo bajaron del carro, le bajaron la (troca|camioneta), bajaron de su (carro|troca), carjack*, se llevaron las llantas, robaron (la batería|las llantas|los rines|los espejos|la pila)`,
  'vehicle_theft:now': `
    (se|le|me) están (robando|llevando|desvalijando|quitando) (el|la|las|los|un|una) (carro|troca|llantas|moto|batería|rines|espejos|camioneta|estéreo|pila), quieren (abrir|prender|robarse) (el|un|mi|la) (carro|troca|camioneta),
    están abriendo (un|el|los|mi) carro*, quitándole las llantas, están desvalijando`,
  theft: `
    robacable*, cobrero*, andaba* robando, estaban robando, robo de (cable|medidor*|cobre|ganado|bicicleta|gasolina|luminarias|tapas), (robaron|robó|volaron|llevaron|roban) (el|la|los|las|un|una|mi|unas|unos) (cable*|medidor*|mufa|cooler|bomba|boiler|bici|bicicleta|celular|cel|paquete|gas|tanque|cilindro|vacas|becerros|ganado|ropa|plantas|tapas|mochila|cartera|llaves|herramienta|minisplit|aire|compresor|tinaco|alcantarillas|perro|perrito),
    fardero*, cuatrero*, abigeato, robaron, robos, me robaron, nos robaron, rater*, ladrón, ladrones, robo, hurt*, se robaron, robo hormiga, robo al, roban, stole, thief, thieves, 🐀`,
  'theft:now': `
    (están|andan|está|anda) (cortando|robando|robándose|arrancando|jalando) (el|los|la|las|un)? (cable*|medidor*|cobre|tubería|mufa|malla|tapas), cortando cable, se están robando (el|la|los|las), andan robando, está robando, están robando, se anda robando, robándose el cable`,
  extortion_fraud: `
    extor*, fraude*, estaf*, transa, tranza, me hackearon, hackearon, clonaron, cobro de piso, cobran piso, cobrando piso, pagar piso, cuota semanal, pedir cuota, piden cuota, quieren cuota, depósite, que deposite*, deposit* (dinero|5|10|20), secuestro virtual,
    me hablaron de (un|una|la|el|parte), llamada* de (extorsión|fraude|amenaza), dicen ser de, dicen que son de, dice ser de, montachoques, gota a gota, prestamista*, amenazaron con (quemar|matar), narcomanta, me amenazan por (teléfono|whats|mensaje), me están amenazando,
    me (vieron la cara|engañaron), pide* (un|el) código, pidiendo (el|un) código, premio falso, número desconocido ~ (amenaza*|dinero), amenazas, amenazaron, amenazan, me pide* (dinero|depósito), scam*, ransom`,
  vandalism: `
    grafite*, grafiti*, pintarrajear*, rayaron (la|las|mi|el|los|una) (barda*|pared*|carro*|escuela|puerta|kinder), pintaron (la|las) (barda*|pared*), apedre*, quebraron (los|las|el|la|unos|unas) (vidrio*|lámpara*|ventana*|foco*|juego*|banca*|cristal*), rompieron (los|las|el|la) (vidrio*|juego*|ventana*|banca*|bancas|lámparas),
    vandal*, destroz*, daños a la propiedad, poncharon (las|los|unas) llantas, rayones, rayad* (la|las|el|los) (barda*|pared*|puerta*), barda* rayada*, pared* rayada*, dañaron (el|la|los|las)`,
  'vandalism:now': `están (rayando|grafiteando|quebrando|apedreando|destrozando|pintando la barda|tirando piedras|aventando piedras), anda* (rayando|grafiteando|quebrando|apedreando|aventando piedras), está (rayando|quebrando|apedreando)`,
};
