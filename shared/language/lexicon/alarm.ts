/**
 * Beginnings of words, any of which lets a message into the urgent queue; with a full stop the word must end there. Wide
 * on purpose: a message let in for nothing costs a place in a queue with room to spare; one kept out waits behind the
 * chatter of a whole morning.
 */
export const alarmStems = `
  balas. balaz balacer balase balea deton dispar tiro. tiros. tirote tirand tronid tronan tronaz rafag plomo. plomaz plomea cuet cohet cuern arma. armas. armad pistol empistol rifl
  fusc escopet navaj cuchill machet fierro sicari gatill encapuch embozad convoy comando encobij embols encajuel asesin homicid ejecut cadav cuerp muert
  muer. muere murie murio matar matan mataron mato. mato maten matand levanton levantar llevaron llevand llevar. quitand encuentro tocand salio. puso. paro. tumband meter. subieron secuest plagi encerra amarra golp pega.
  pegan pegó pegar madraz madriz grito grita griter llora viola violo violar abus acos manose masturb exhibici asalt atrac encañon robo. robos. robar roband
  robaro robó ladr rater malandr malean quitaron arrebat tumbaron riña pelea. pelean pelear pleito agarraron agarrand campal chingaz apuñal puñal acuchill
  picaron picó. batazo pedrad linch amenaz suicid vivir morir morirm colgó. colgar colgad ahorc venas puente aventar meti. metie metid brinc forz barda techo
  azotea adentro cristalaz desvalij cortand cable grafit rayand apedr piedr quebran aparece apares desapar extravi desorient localiz infart convuls respir reaccion
  mueve. inconsci desmay sangr herid lesion ambulan paramed ahog ahug intoxic sobredos pecho parto. fuente. alacran vibor picad electrocut quemo quema quemó
  incend lumbre fuego llamas arde. ardi humo humar humaz bomber explo gas. huele olor. amoni quimic derram choque choco chocar atropell volca volco volte
  carambol impact derrap inund arroyo crecid arrastr corrient atrapad desbord derrum perro. perros. mordi muerd ataca pitb pitbul enjambr abej jauri vivora
  accident auxil ayuda. ayuden ayudeme socorr help sos. emergen urge. urgen patrull unidad polici 911 shoot gun. shot kidnap stab bleed pizza hablar escond siguiend
  chispa chispor transform oyero oyo. escuch oigo. peligr nueve uno bomba granada dron sepult fug perdi llegado balasos bañazo golpiza reanim
  tomo. pastill cloro veneno despidi corran corre. cuidado encanon sujeto hombres. amarill abrir abriendo atragant morad despert parar`
  .split(/\s+/u)
  .filter((stem) => stem !== '');

/** Emojis that stand for danger by themselves. */
export const alarmEmojis = /[🚨🆘🔥🔫💥🚑🚒🩸🔪⚠😱☠]/u;
