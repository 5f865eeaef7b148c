import type { Incident, Petition, Priority } from './taxonomy.ts';

/** What the rule of priority looks at: the labels, and three facts that labels alone do not tell. */
export type PriorityFacts = {
  petitions: readonly Petition[];
  incident: Incident | null;
  inProgress: boolean;
  /** Told as something that happened: not denied, not found again, not the topic of a talk, not asked whether it is true. */
  isReal: boolean;
  /** Whoever is missing is a child or an elder. */
  isVulnerable: boolean;
  /** Somebody announces violence. */
  isThreat: boolean;
};

/** Reported afterwards, these still deserve a look today; other incidents can wait their turn. */
const mediumWhenOver: ReadonlySet<Incident> = new Set([
  'armed_persons',
  'gunfire',
  'homicide',
  'robbery',
  'fight',
  'domestic_violence',
  'sexual_offense',
  'burglary',
  'vehicle_theft',
  'drug_activity',
  'extortion_fraud',
]);

/** In these, each hour counts whatever the tense. */
const alwaysHigh: ReadonlySet<Incident> = new Set(['kidnapping', 'self_harm', 'gas_hazmat']);

/** Derives how urgent a message is from its labels; the one place where the programme's rule of priority stands. */
export function priorityOf(facts: PriorityFacts): Priority {
  const { petitions, incident } = facts;
  if (petitions.includes('emergency')) return 'high';
  if (petitions.includes('conversation')) return 'none';
  if (incident && facts.isReal && isHighInAnyTense(incident, facts)) return 'high';
  if (petitions.includes('suspicious_activity') && facts.inProgress) return 'medium';
  if (petitions.includes('incident_report') && incident && mediumWhenOver.has(incident)) return 'medium';
  return 'low';
}

function isHighInAnyTense(incident: Incident, facts: PriorityFacts): boolean {
  if (incident === 'missing_person') return facts.isVulnerable;
  if (incident === 'school_violence') return facts.isThreat;
  return alwaysHigh.has(incident);
}
