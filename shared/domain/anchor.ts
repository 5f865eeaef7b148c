import { municipalityOf } from './place.ts';
import type { Classification, Incident, Petition } from './taxonomy.ts';

/**
 * What makes messages one report: the same cell, family and stretch of time give the same anchor, whoever writes
 * first, so that any order and any parallelism of arrival opens the same report.
 */
export type Anchor = { cell: string; family: string; bucket: string };

/** Petitions that open a report or join one; the others are kept and attended without a folio. */
const reporting = [
  'emergency',
  'suspicious_activity',
  'incident_report',
  'patrol_request',
  'workshop_request',
  'public_service',
  'group_enrollment',
  'question',
] as const satisfies Petition[];

/**
 * Incidents that neighbours tell of with different words are one family: who hears shots and who sees the armed men
 * tell of the same thing.
 */
const families: Partial<Record<Incident, string>> = {
  gunfire: 'armed',
  armed_persons: 'armed',
  homicide: 'armed',
  robbery: 'robbery',
  burglary: 'robbery',
  theft: 'robbery',
  suspicious_person: 'suspicious',
  suspicious_vehicle: 'suspicious',
  fire: 'fire',
  gas_hazmat: 'fire',
  traffic_accident: 'traffic',
  reckless_driving: 'traffic',
  power_lines: 'power',
  street_lighting: 'power',
};

const minutes = 60_000;

/** How long what is told of one thing stays one report: an event in minutes, a standing defect or request by the day. */
const dangerWindowMs = 30 * minutes;
const standingIncidents: ReadonlySet<Incident> = new Set([
  'drug_activity',
  'street_lighting',
  'water_sewage',
  'road_damage',
  'waste_vacant_lot',
]);
const standingPetitions: ReadonlySet<Petition> = new Set([
  'patrol_request',
  'workshop_request',
  'public_service',
  'group_enrollment',
]);

/** Where a message belongs: its group, or its writer where there is none. */
export type Whereabouts = { groupCode: string | null; municipality: string | null; personKey: string };

/**
 * @param day local date (`yyyy-mm-dd`) of a moment, in the programme's zone.
 * @returns null for what neither opens nor joins a report: chatter, follow-ups.
 */
export function anchorOf(
  classification: Pick<Classification, 'petitions' | 'incident' | 'location' | 'places'>,
  sentAt: Date,
  whereabouts: Whereabouts,
  day: (at: Date) => string,
): Anchor | null {
  const petition = reporting.find((candidate) => classification.petitions.includes(candidate));
  if (!petition) return null;
  const { incident } = classification;
  const standing = incident ? standingIncidents.has(incident) : standingPetitions.has(petition);
  const ownMatter = petition === 'question' || petition === 'group_enrollment';
  return {
    cell: ownMatter ? `person:${whereabouts.personKey}` : cellOf(classification, whereabouts),
    family: incident && !ownMatter ? (families[incident] ?? incident) : petition,
    bucket:
      standing && petition !== 'emergency'
        ? day(sentAt)
        : String(Math.floor(sentAt.getTime() / dangerWindowMs)),
  };
}

function cellOf(
  { location, places }: Pick<Classification, 'location' | 'places'>,
  { groupCode, municipality, personKey }: Whereabouts,
): string {
  if (groupCode) return `group:${groupCode}`;
  const town = municipalityOf(places) ?? location.municipality ?? municipality;
  const known = places.find(({ kind }) => kind === 'colonia' || kind === 'town' || kind === 'ejido');
  if (town && location.colonia) return `place:${plain(town)}:${plain(known?.name ?? location.colonia)}`;
  return `person:${personKey}`;
}

/** One spelling for what people write with and without accents and capitals. */
function plain(name: string): string {
  return name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}

/** The anchor as one text, from which the folio is derived. */
export function anchorText({ cell, family, bucket }: Anchor): string {
  return `${cell}|${family}|${bucket}`;
}
