import {
  composeDigest,
  type DigestFact,
  type DigestSlot,
  digestSlot,
  dueGroups,
} from '../../shared/domain/digest.ts';
import type { Intent, Recipient } from '../../shared/domain/intent.ts';
import type { KeyedHash } from '../../shared/runtime/hash.ts';
import { errorName, log } from '../../shared/runtime/log.ts';
import { emit, metricNames } from '../../shared/runtime/metrics.ts';
import type { Group, Groups } from '../../shared/store/groups.ts';
import type { Intents } from '../../shared/store/intents.ts';
import type { Reports } from '../../shared/store/reports.ts';

/**
 * Arrives: from the scheduler, every quarter of an hour, the moment it was scheduled for.
 * Leaves: an intent for each person of the groups whose hour it is and who have something to be told, on the bulk lane.
 * Called by: `DigestSchedule`.
 * May surprise: it keeps no note of what it has done. Ids of intents are of the day and the person, so that a run that
 * stopped half-way is simply run again, and whoever is in several groups is written to once, by the first of them.
 */
export type DigestDeps = {
  groups: Pick<Groups, 'all' | 'members'>;
  reports: Pick<Reports, 'ofDay' | 'read'>;
  intents: Pick<Intents, 'putOnce'>;
  nudge: (intentIds: string[]) => Promise<void>;
  hash: KeyedHash;
  /** The number that speaks to groups without one of their own. */
  phoneNumberId: string;
  timeZone: string;
};

/** Reads and writes at once: what one connection pool carries without waiting. */
const atOnce = 25;

/**
 * Plans the digests of one moment. A group that fails does not stop the others.
 * @param scheduledAt the schedule's time, not the clock's: a late retry plans the same day.
 * @throws Error at the end where groups failed, so that the scheduler repeats the run.
 */
export async function planDigests(scheduledAt: Date, deps: DigestDeps): Promise<void> {
  const slot = digestSlot(scheduledAt, deps.timeZone);
  let failed = 0;
  for await (const page of deps.groups.all())
    for (const group of dueGroups(page, slot)) {
      try {
        await planGroup(group, slot, scheduledAt, deps);
      } catch (error) {
        failed++;
        log.error('digest-failed', { date: slot.date, error: errorName(error) });
      }
    }
  emit(metricNames.digestRun);
  if (failed > 0) throw new Error(`The digest of ${failed} groups could not be planned`);
}

async function planGroup(group: Group, slot: DigestSlot, scheduledAt: Date, deps: DigestDeps): Promise<void> {
  // Nobody of a group that is not registered has agreed to be written to.
  if (group.provisional) return;
  const lines = composeDigest(await factsOf(group, slot.toldDate, deps));
  if (lines === null) return;
  const about = (to: Recipient, recipientKey: string): Intent => ({
    id: deps.hash('intent', `digest:${slot.date}:${recipientKey}`),
    lane: 'bulk',
    to,
    phoneNumberId: group.phoneNumberId ?? deps.phoneNumberId,
    utterance: { kind: 'digest', date: slot.toldDate, groupName: group.name, lines },
    cause: `digest:${slot.date}:${group.code}`,
    createdAt: scheduledAt,
    notAfter: slot.notAfter,
  });
  let count = 0;
  for await (const page of deps.groups.members(group.code)) {
    const intents = page.map((personKey) => about({ kind: 'person', personKey }, personKey));
    await write(intents, deps);
    count += intents.length;
  }
  // A WhatsApp group registered without a roster hears it in its chat.
  if (count === 0 && group.whatsappGroupKey !== undefined)
    await write([about({ kind: 'whatsapp-group', groupCode: group.code }, `whatsapp:${group.code}`)], deps);
  emit(metricNames.digestPlanned);
  log.info('digest-planned', { date: slot.date, count });
}

async function factsOf({ code }: Group, day: string, { reports }: DigestDeps): Promise<DigestFact[]> {
  const facts: DigestFact[] = [];
  for (const folios of inParts(await reports.ofDay(code, day))) {
    const read = await Promise.all(folios.map((folio) => reports.read(folio)));
    facts.push(...read.filter((report) => report !== null));
  }
  return facts;
}

/** Intents first, queue second: what is written and not queued is found by the sweep. */
async function write(intents: readonly Intent[], deps: DigestDeps): Promise<void> {
  for (const part of inParts(intents)) {
    await Promise.all(part.map((intent) => deps.intents.putOnce(intent)));
    await deps.nudge(part.map(({ id }) => id));
  }
}

function* inParts<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let from = 0; from < items.length; from += atOnce) yield items.slice(from, from + atOnce);
}
