import type { EvidenceLexicon } from '../evidence.ts';

/** What the municipality, the water board and the power company mend. */
export const services: EvidenceLexicon = {
  street_lighting: `
    alumbrado, lámpara*, luminaria*, sin luz (en|la) (la|calle|el), no hay luz en (la|las|el|toda la) (calle*|parque|cancha|cuadra|bulevar|privada|andador), calle* oscur*, está* ~ oscur*, bien oscuro, muy oscuro, muy oscura, boca de lobo, foco fundido, focos fundidos, farola*, arbotante*, poste* ~ (no prende*|apagad*|fundid*|sin luz), street light*, sin una sola lámpara, oscuridad, a oscuras en la calle`,
  power_lines: `
    se fue la luz, no hay luz, sin luz, no tenemos luz, apagón, apagones, transformador, cables? caídos?, cable tirado, cables tirados, cable* ~ (tirado*|caído*|colgando|chispas|chispeando|pelado*|pelón), chisporrote*, sacando chispas, chispas, poste* ~ (caído|caer|tirado|ladeado|inclinado|quebrado), media fase, bajo voltaje, variación de voltaje, sin energía, falla eléctrica, power outage, power line*, bajó la luz, alta tensión`,
  'power_lines:now': `cable* ~ (chispas|chispeando|energizado*|con corriente), cable ~ (tirado|caído) ~ (calle|banqueta|patio|niños|carro|charco), se cayó (el|un) (cable|poste), está chisporroteando, sacando chispas, cables de alta tensión ~ (suelo|tirados|caídos), tronó el transformador`,
  water_sewage: `
    fuga de agua, tirando agua, tirándose el agua, se está tirando el agua, drenaje*, aguas negras, alcantarilla*, sin agua, no hay agua, no cae agua, no tenemos agua, no sale agua, falta de agua, tubo roto, tubería rota, se reventó (el|un|la) (tubo|tubería), brotan aguas, coladera*, registro destapado, desagüe, baja presión, agua sucia, tandeo, caño, water leak, no water, sewage, chorro de agua`,
  road_damage: `bache*, hoyo*, pozo en la calle, cráter, semáforo*, pavimento, señalamiento*, tope, topes, boya, boyas, hundimiento, se hundió la calle, socavón, potholes, pothole*, calle en mal estado, calles destrozadas, motoconform*, alto tirado, letrero de alto`,
  waste_vacant_lot: `
    basura, basurero, tiradero*, escombro*, lote* baldío*, baldío*, casa* abandonada*, casa* sola*, casa vandalizada, maleza, monte muy alto, yerba* alta*, cacharros, llantas tiradas, camión de la basura, recolec*, carro chatarra, carros chatarra, descacharriz*, garbage, trash, vacant lot, solar sucio, terreno ~ (sucio|baldío|enmontado|abandonado), enmontad*`,
  animal: `perros en la calle, muchos perros, zoonosis`,
};
