import type { Incident, Petition } from './taxonomy.ts';

/** Who attends what, as data. Ids are stored; names are what people read, without an article, after a colon. */
export const agencyNames = {
  dispatch: '9-1-1, C5i Sonora',
  state_police: 'Policía Estatal de Seguridad Pública',
  municipal_police: 'Policía Municipal',
  prevention: 'Centro Estatal de Prevención del Delito y Participación Ciudadana',
  anonymous_tips: '089, Denuncia Anónima',
  prosecution: 'Fiscalía General de Justicia del Estado',
  search: 'Comisión de Búsqueda de Personas y Fiscalía del Estado',
  civil_protection: 'Protección Civil y Bomberos',
  ambulance: '9-1-1 y Cruz Roja',
  women: 'SALVA y Secretaría de las Mujeres',
  schools: 'Secretaría de Educación y Cultura, con la Policía Estatal',
  electricity: 'CFE',
  water: 'Organismo de agua de su municipio',
  municipality: 'Ayuntamiento de su municipio',
  programme: 'Personal de Alerta Ciudadana',
} as const;

export type Agency = keyof typeof agencyNames;

const byPetition: Partial<Record<Petition, Agency>> = {
  emergency: 'dispatch',
  patrol_request: 'state_police',
  workshop_request: 'prevention',
  group_enrollment: 'programme',
  question: 'programme',
  status_update: 'programme',
  conversation: 'programme',
};

const byIncident: Record<Incident, Agency> = {
  gunfire: 'state_police',
  armed_persons: 'state_police',
  homicide: 'prosecution',
  kidnapping: 'prosecution',
  self_harm: 'dispatch',
  domestic_violence: 'women',
  sexual_offense: 'prosecution',
  robbery: 'municipal_police',
  school_violence: 'schools',
  medical_emergency: 'ambulance',
  missing_person: 'search',
  fire: 'civil_protection',
  gas_hazmat: 'civil_protection',
  traffic_accident: 'municipal_police',
  fight: 'municipal_police',
  burglary: 'municipal_police',
  vehicle_theft: 'municipal_police',
  extortion_fraud: 'anonymous_tips',
  weather_flood: 'civil_protection',
  theft: 'municipal_police',
  drug_activity: 'anonymous_tips',
  suspicious_person: 'municipal_police',
  suspicious_vehicle: 'municipal_police',
  animal: 'municipality',
  vandalism: 'municipal_police',
  reckless_driving: 'municipal_police',
  disturbance: 'municipal_police',
  power_lines: 'electricity',
  water_sewage: 'water',
  street_lighting: 'municipality',
  road_damage: 'municipality',
  waste_vacant_lot: 'municipality',
  other: 'municipal_police',
};

/**
 * Tells which agency is the first to attend. An emergency goes to dispatch whatever it is; a report goes by its
 * incident even where a patrol is asked for besides; a request goes by what it asks.
 */
export function agencyFor(petitions: readonly Petition[], incident: Incident | null): Agency {
  if (petitions.includes('emergency')) return 'dispatch';
  const tellsOfSomething = petitions.some(
    (petition) =>
      petition === 'incident_report' || petition === 'suspicious_activity' || petition === 'public_service',
  );
  if (tellsOfSomething) return incident ? byIncident[incident] : 'municipal_police';
  for (const petition of petitions) {
    const agency = byPetition[petition];
    if (agency) return agency;
  }
  return 'programme';
}

/**
 * Answered in private, with words that do not name them, and never counted in a digest: in these a colonia, an hour or
 * a count is enough to point at a victim or at whoever told.
 */
export const sensitiveIncidents: ReadonlySet<Incident> = new Set([
  'drug_activity',
  'extortion_fraud',
  'domestic_violence',
  'sexual_offense',
  'kidnapping',
  'self_harm',
  'missing_person',
  'school_violence',
  'homicide',
]);

export const isSensitive = (incident: Incident | null): boolean =>
  incident !== null && sensitiveIncidents.has(incident);
