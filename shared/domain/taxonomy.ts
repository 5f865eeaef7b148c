import type { Place } from './place.ts';

/**
 * The labels that classifier, reports, routing, digest and evaluation share. Identifiers are English and are stored;
 * the Spanish labels are what people read. Order in each table matters: earlier petitions win as the primary one,
 * earlier incidents are the more dangerous ones.
 */
export const petitionLabels = {
  emergency: 'Emergencia',
  suspicious_activity: 'Actividad sospechosa',
  incident_report: 'Reporte de incidente',
  patrol_request: 'Solicitud de patrullaje',
  workshop_request: 'Solicitud de plática o taller',
  public_service: 'Servicio público',
  group_enrollment: 'Alta de grupo',
  status_update: 'Seguimiento',
  question: 'Consulta',
  conversation: 'Conversación',
} as const;

export const incidentLabels = {
  gunfire: 'Detonaciones de arma de fuego',
  armed_persons: 'Personas armadas',
  homicide: 'Homicidio o persona sin vida',
  kidnapping: 'Privación de la libertad',
  self_harm: 'Riesgo de suicidio',
  domestic_violence: 'Violencia familiar o de pareja',
  sexual_offense: 'Abuso o acoso sexual',
  robbery: 'Asalto o robo a persona o negocio',
  school_violence: 'Violencia o amenaza en escuela',
  medical_emergency: 'Urgencia médica',
  missing_person: 'Persona desaparecida o no localizada',
  fire: 'Incendio o quema',
  gas_hazmat: 'Fuga de gas o sustancia peligrosa',
  traffic_accident: 'Accidente de tránsito',
  fight: 'Riña o agresión',
  burglary: 'Robo a casa habitación, escuela o local cerrado',
  vehicle_theft: 'Robo de vehículo o autopartes',
  extortion_fraud: 'Extorsión, amenazas o fraude',
  weather_flood: 'Inundación, arroyo crecido o daño por clima',
  theft: 'Otro robo',
  drug_activity: 'Venta o consumo de drogas',
  suspicious_person: 'Persona sospechosa',
  suspicious_vehicle: 'Vehículo sospechoso',
  animal: 'Animal agresivo, enjambre o maltrato animal',
  vandalism: 'Daño a la propiedad o grafiti',
  reckless_driving: 'Arrancones o conducción peligrosa',
  disturbance: 'Ruido, ebrios o alteración del orden',
  power_lines: 'Falla eléctrica o cables caídos',
  water_sewage: 'Fuga de agua o drenaje',
  street_lighting: 'Alumbrado público',
  road_damage: 'Bache, semáforo o señalamiento',
  waste_vacant_lot: 'Basura, lote baldío o casa abandonada',
  other: 'Otro',
} as const;

export const priorityLabels = { high: 'Alta', medium: 'Media', low: 'Baja', none: 'Ninguna' } as const;

export type Petition = keyof typeof petitionLabels;
export type Incident = keyof typeof incidentLabels;
export type Priority = keyof typeof priorityLabels;

export const petitions = keysOf(petitionLabels);
export const incidents = keysOf(incidentLabels);
export const priorities = keysOf(priorityLabels);

function keysOf<Key extends string>(table: { readonly [key in Key]: string }): [Key, ...Key[]] {
  // A literal table has the keys that its type says, and these have one at least.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.keys(table) as [Key, ...Key[]];
}

/** Place as the writer named it; every part optional, spelling kept. */
export type Location = {
  municipality?: string;
  colonia?: string;
  /** Street with number or corner; a crossing gives two. */
  street?: string[];
  landmark?: string;
};

/** What a message means. `scores` are per petition, 0 to 1. `incident` is null where nothing is named. */
export type Classification = {
  petitions: Petition[];
  incident: Incident | null;
  inProgress: boolean;
  priority: Priority;
  location: Location;
  /** What of the location is known, the municipality first. */
  places: Place[];
  scores: Record<Petition, number>;
  /** True where a person should look: the classifier is unsure, or the content cannot be read (a voice note). */
  needsReview: boolean;
};
