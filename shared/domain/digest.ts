import { sensitiveIncidents } from './routing.ts';
import { type Incident, incidentLabels, type Petition, petitionLabels, petitions } from './taxonomy.ts';

/** When a group's digest is due, and what may be said in it. Pure: the shell reads facts and writes intents. */

const slotMinutes = 15;
const defaultHour = '18:00';
/** Local time from which, and until which, nobody is written to. */
const quietFrom = 21 * 60;
const quietUntil = 7 * 60;

export type Digestible = {
  /** `HH:MM` in the programme's zone. */
  digestHour?: string | undefined;
};

/** Where a scheduled moment falls in the programme's zone. */
export type DigestSlot = {
  /** Local date, `yyyy-mm-dd`. */
  date: string;
  /** The last full day before it: the one a digest tells of. */
  toldDate: string;
  /** Minutes since local midnight, rounded down to a quarter of an hour. */
  minute: number;
  /** When the quiet of that evening begins: a digest has no use after it. */
  notAfter: Date;
};

/** @param timeZone IANA name; its clock must not change within the evening of `scheduledAt`. */
export function digestSlot(scheduledAt: Date, timeZone: string): DigestSlot {
  const local = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(scheduledAt);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    local.find((each) => each.type === type)?.value ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  const minuteOfDay = Number(part('hour')) * 60 + Number(part('minute'));
  const midnight = new Date(`${date}T00:00:00Z`);
  midnight.setUTCDate(midnight.getUTCDate() - 1);
  const wholeMinute = Math.floor(scheduledAt.getTime() / 60_000) * 60_000;
  return {
    date,
    toldDate: midnight.toISOString().slice(0, 10),
    minute: minuteOfDay - (minuteOfDay % slotMinutes),
    notAfter: new Date(wholeMinute + (quietFrom - minuteOfDay) * 60_000),
  };
}

/** The groups whose quarter of an hour it is. An hour in the quiet of the night counts as the usual one. */
export function dueGroups<Group extends Digestible>(groups: readonly Group[], slot: DigestSlot): Group[] {
  return groups.filter(({ digestHour }) => slotOf(digestHour) === slot.minute);
}

function slotOf(digestHour: string | undefined): number {
  const minute = minuteOf(digestHour ?? defaultHour);
  const isQuiet = !(minute >= quietUntil && minute < quietFrom);
  const chosen = isQuiet ? minuteOf(defaultHour) : minute;
  return chosen - (chosen % slotMinutes);
}

function minuteOf(hour: string): number {
  const [hours = 0, minutes = 0] = hour.split(':').map(Number);
  return hours * 60 + minutes;
}

/** What a digest may know of a report. */
export type DigestFact = {
  petitions: readonly Petition[];
  incident: Incident | null;
  /** Keys of those who told of it. */
  reporterKeys: readonly string[];
};

/**
 * Fewest reports, and fewest different people behind them, that a count may stand for. INEGI publishes nothing of fewer
 * than three units; below it a count points at somebody.
 */
const fewest = 3;

/** Petitions that tell of something that happened: they are counted by their incident, not by what they ask. */
const telling: ReadonlySet<Petition> = new Set([
  'emergency',
  'suspicious_activity',
  'incident_report',
  'public_service',
]);
/** Petitions counted by themselves; news, questions and chatter are not counted. */
const asking: ReadonlySet<Petition> = new Set(['patrol_request', 'workshop_request', 'group_enrollment']);

/** What is folded together where each is too few to stand alone. */
const families: Partial<Record<Incident, string>> = {
  street_lighting: 'servicios públicos',
  power_lines: 'servicios públicos',
  water_sewage: 'servicios públicos',
  road_damage: 'servicios públicos',
  waste_vacant_lot: 'servicios públicos',
  animal: 'servicios públicos',
  burglary: 'robos y daños',
  vehicle_theft: 'robos y daños',
  theft: 'robos y daños',
  robbery: 'robos y daños',
  vandalism: 'robos y daños',
  disturbance: 'asuntos de convivencia',
  reckless_driving: 'asuntos de convivencia',
  fight: 'asuntos de convivencia',
};
const rest = 'asuntos';

/**
 * Composes what a group's digest says of one full day, a line a subject, or null: nothing that may be said, silence.
 * Each report counts in one line at most, and days do not overlap, so that no difference of two lines or two digests
 * tells of fewer than a line may. Sensitive incidents are in no count at all.
 */
export function composeDigest(facts: readonly DigestFact[]): string[] | null {
  const lines: string[] = [];
  let pending = facts.flatMap(labelled);
  for (const coarseness of ['label', 'family', 'rest'] as const) {
    const cells = [...Map.groupBy(pending, (report) => report[coarseness])];
    const shown = cells.filter(([, reports]) => isEnough(reports, coarseness)).toSorted(bySize);
    const some = lines.length > 0 ? 'Otros ' : 'Varios ';
    const prefix = coarseness === 'label' ? '' : some;
    lines.push(...shown.map(([label, reports]) => `${prefix}${label}: ${reports.length} reportes.`));
    pending = cells.filter(([, reports]) => !isEnough(reports, coarseness)).flatMap(([, reports]) => reports);
  }
  return lines.length > 0 ? lines : null;
}

/** A report with the subjects it may be counted under, from the finest to the coarsest. */
type Labelled = { label: string; family: string; rest: string; fact: DigestFact };

function labelled(fact: DigestFact): Labelled[] {
  const { incident } = fact;
  if (incident !== null && sensitiveIncidents.has(incident)) return [];
  if (fact.petitions.some((petition) => telling.has(petition))) {
    const family = (incident === null ? undefined : families[incident]) ?? rest;
    const label = incident === null || incident === 'other' ? rest : incidentLabels[incident];
    return [{ label, family, rest, fact }];
  }
  const asked = petitions.find((petition) => asking.has(petition) && fact.petitions.includes(petition));
  return asked === undefined ? [] : [{ label: petitionLabels[asked], family: rest, rest, fact }];
}

/** What has no subject of its own waits for the last line, so that there is one such line. */
function isEnough(reports: readonly Labelled[], coarseness: 'label' | 'family' | 'rest'): boolean {
  if (coarseness !== 'rest' && reports.some((report) => report[coarseness] === rest)) return false;
  const people = new Set(reports.flatMap(({ fact }) => fact.reporterKeys));
  return reports.length >= fewest && people.size >= fewest;
}

function bySize([oneLabel, one]: [string, Labelled[]], [otherLabel, other]: [string, Labelled[]]): number {
  return other.length - one.length || (oneLabel < otherLabel ? -1 : 1);
}
