import type { Incident, Petition } from '../domain/taxonomy.ts';

/**
 * Sentences that answers are made of. People read them in danger: one or two short orders, the safe thing first,
 * nothing that invites them to go out, chase or film.
 */

/** What to do now, by incident, in an emergency. Sensitive ones have `discreetAdvice` instead. */
export const safetyAdvice: Partial<Record<Incident, string>> = {
  gunfire: 'Tírese al piso, lejos de puertas y ventanas. No salga ni grabe.',
  armed_persons: 'Métase a un lugar seguro y cierre. No los enfrente ni los grabe.',
  homicide: 'No se acerque ni toque nada. Póngase en un lugar seguro.',
  kidnapping: 'No los siga ni los enfrente. Recuerde señas y rumbo para decirlas al 9-1-1.',
  robbery: 'No se resista ni los persiga. Póngase en un lugar seguro.',
  medical_emergency: 'No mueva a la persona, salvo que corra peligro. Vea si respira y no la deje sola.',
  missing_person:
    'No hay que esperar para reportar. Tenga a la mano una foto reciente para darla a la autoridad.',
  fire: 'Salga y aléjese del humo. No regrese por cosas.',
  gas_hazmat: 'Salga de ahí. No prenda nada: ni luz, ni cerillos, ni carro.',
  traffic_accident: 'No mueva a los heridos. Póngase lejos del paso de los carros.',
  fight: 'No se meta a separarlos. Aléjese a un lugar seguro.',
  burglary: 'No entre ni los enfrente. Póngase en un lugar seguro.',
  vehicle_theft: 'No se resista ni los persiga. Póngase en un lugar seguro.',
  theft: 'No se acerque ni los persiga. Póngase en un lugar seguro.',
  weather_flood: 'Suba a un lugar alto. No cruce vados ni arroyos, ni a pie ni en carro.',
  power_lines: 'No toque el cable ni nada que lo toque. Aléjese por lo menos 10 metros.',
  animal: 'Métase a un lugar cerrado y meta a los niños. No corra ni lo provoque.',
  vandalism: 'No los enfrente. Póngase en un lugar seguro.',
};

export const safetyAdviceOtherwise = 'Póngase en un lugar seguro y no enfrente a nadie.';

/** For sensitive emergencies: says nothing that whoever looks at the screen could hold against the reader. */
export const discreetAdvice: Partial<Record<Incident, string>> = {
  self_harm:
    'No está solo. También puede hablar, gratis y a toda hora, con la Línea de la Vida: 800 911 2000.',
  missing_person:
    'No hay que esperar para reportar. Tenga a la mano una foto reciente para darla a la autoridad.',
  kidnapping: 'No los siga ni los enfrente. Recuerde señas y rumbo para decirlas al 9-1-1.',
  school_violence: 'Avise a la dirección de la escuela. No comparta nombres ni fotos de alumnos.',
  homicide: 'No se acerque ni toque nada. Póngase en un lugar seguro.',
  extortion_fraud: 'Cuelgue, no pague y no dé datos.',
};

export const discreetAdviceOtherwise =
  'Si no puede hablar, llame y deje la línea abierta. Si alguien revisa su teléfono, borre este mensaje.';

/** What helps a report that is no emergency, by incident. */
export const reportAdvice: Partial<Record<Incident, string>> = {
  gunfire: 'Si se vuelve a oír, métase, marque 9-1-1 y no salga a ver.',
  burglary: 'No toque nada hasta que lo revisen, y presente su denuncia: con ella le dan un número.',
  robbery: 'Presente su denuncia: con ella le dan un número.',
  vehicle_theft: 'Presente su denuncia cuanto antes, con los datos del vehículo.',
  power_lines: 'Si hay un cable tirado, aléjese por lo menos 10 metros y marque 9-1-1.',
  animal: 'No se acerque. Si ataca o es un enjambre, marque 9-1-1.',
  weather_flood: 'No cruce vados ni arroyos crecidos.',
  suspicious_person: 'No los enfrente. Lo que más ayuda es saber qué hacen y hacia dónde van.',
  suspicious_vehicle: 'No los siga. Lo que más ayuda es saber qué hacen y hacia dónde van.',
};

/** The same for sensitive reports, without naming them. */
export const discreetReportAdvice: Partial<Record<Incident, string>> = {
  extortion_fraud:
    'No pague, no dé datos y no publique números en el grupo. En el 089 le orientan sin pedir su nombre.',
  drug_activity:
    'Por su seguridad, no publique direcciones ni nombres en el grupo. En el 089 no le piden su nombre.',
  self_harm: 'La Línea de la Vida escucha gratis y a toda hora: 800 911 2000.',
  missing_person:
    'No hay que esperar para reportar. La foto reciente es para la autoridad, no para el grupo.',
  school_violence: 'No comparta nombres ni fotos de alumnos.',
};

export const discreetReportAdviceOtherwise =
  'Por su seguridad y la de otras personas, no dé detalles en el grupo.';

/** What comes next, by the first petition that has something to add. */
export const nextStep: Partial<Record<Petition, string>> = {
  workshop_request: 'Le escribirán para acordar fecha y persona de contacto.',
  group_enrollment: 'Le dirán qué se necesita y quién le llama.',
  question: 'Una persona le va a contestar.',
};
