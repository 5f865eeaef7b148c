import type { Incident, Petition } from '../domain/taxonomy.ts';
import type { Cue } from './evidence.ts';

/**
 * What telling of each incident amounts to, by when it happens. Undated: "balazos en la Sahuaro", which tells neither
 * now nor then; what can kill is then taken for present.
 */
export type Told = Extract<
  Petition,
  'emergency' | 'incident_report' | 'suspicious_activity' | 'public_service'
>;

export type Policy = {
  now: Told;
  undated: Told;
  over: Told;
  /** An emergency only where one of these is said besides; else `over`. */
  needs?: readonly Cue[];
};

const deadly: Policy = { now: 'emergency', undated: 'emergency', over: 'incident_report' };
const crime: Policy = { now: 'emergency', undated: 'incident_report', over: 'incident_report' };
const nuisance: Policy = { now: 'incident_report', undated: 'incident_report', over: 'incident_report' };
const suspicion: Policy = {
  now: 'suspicious_activity',
  undated: 'suspicious_activity',
  over: 'suspicious_activity',
};
const service: Policy = { now: 'public_service', undated: 'public_service', over: 'public_service' };

export const policies: Record<Incident, Policy> = {
  gunfire: deadly,
  armed_persons: deadly,
  homicide: deadly,
  kidnapping: deadly,
  self_harm: deadly,
  domestic_violence: deadly,
  sexual_offense: crime,
  robbery: deadly,
  school_violence: crime,
  medical_emergency: deadly,
  missing_person: { now: 'emergency', undated: 'emergency', over: 'incident_report', needs: ['vulnerable'] },
  fire: deadly,
  gas_hazmat: deadly,
  traffic_accident: { now: 'emergency', undated: 'emergency', over: 'incident_report', needs: ['injury'] },
  fight: deadly,
  burglary: crime,
  vehicle_theft: crime,
  extortion_fraud: nuisance,
  weather_flood: {
    now: 'emergency',
    undated: 'emergency',
    over: 'incident_report',
    needs: ['injury', 'distress', 'vulnerable'],
  },
  theft: crime,
  drug_activity: nuisance,
  suspicious_person: suspicion,
  suspicious_vehicle: suspicion,
  animal: { now: 'emergency', undated: 'emergency', over: 'public_service', needs: ['attack'] },
  vandalism: crime,
  reckless_driving: nuisance,
  disturbance: nuisance,
  power_lines: service,
  water_sewage: service,
  street_lighting: service,
  road_damage: service,
  waste_vacant_lot: service,
  other: deadly,
};

/** In progress for as long as it is suffered, even days: water, sewage and power; a lamp or a hole just stands there. */
export const sufferedNow: ReadonlySet<Incident> = new Set(['water_sewage', 'power_lines']);

/**
 * A word for the first is only a circumstance where the second is told too: the knife of a robbery, the wounded of a
 * crash.
 */
export const circumstances: readonly (readonly [Incident, readonly Incident[]])[] = [
  [
    'armed_persons',
    [
      'robbery',
      'domestic_violence',
      'school_violence',
      'fight',
      'sexual_offense',
      'kidnapping',
      'self_harm',
      'vehicle_theft',
      'burglary',
    ],
  ],
  ['gunfire', ['school_violence']],
  [
    'medical_emergency',
    [
      'traffic_accident',
      'fire',
      'gas_hazmat',
      'animal',
      'fight',
      'power_lines',
      'weather_flood',
      'vandalism',
      'robbery',
    ],
  ],
  ['homicide', ['animal', 'traffic_accident', 'domestic_violence', 'school_violence', 'self_harm']],
  ['fight', ['domestic_violence', 'school_violence', 'robbery', 'gunfire']],
  ['extortion_fraud', ['domestic_violence', 'school_violence', 'armed_persons']],
  ['fire', ['gas_hazmat', 'power_lines']],
  ['missing_person', ['water_sewage', 'power_lines', 'animal', 'homicide', 'theft', 'vehicle_theft']],
  ['theft', ['drug_activity']],
  [
    'suspicious_person',
    [
      'burglary',
      'theft',
      'vehicle_theft',
      'drug_activity',
      'sexual_offense',
      'suspicious_vehicle',
      'disturbance',
      'vandalism',
    ],
  ],
  ['suspicious_vehicle', ['reckless_driving', 'traffic_accident', 'vehicle_theft']],
  ['disturbance', ['fight', 'domestic_violence', 'reckless_driving', 'drug_activity', 'street_lighting']],
  ['street_lighting', ['power_lines', 'theft']],
  ['waste_vacant_lot', ['drug_activity', 'fire', 'suspicious_person']],
  ['power_lines', ['theft', 'street_lighting']],
  ['weather_flood', ['water_sewage']],
];
