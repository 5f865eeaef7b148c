import type { SentRecord } from '../../local/whatsapp/facts.ts';
import type { Item } from '../e2e/scan.ts';
import type { Take } from './stage.ts';

/**
 * What an episode left, with everything that differs from take to take taken out: ids become names, times and counts of
 * attempts go. Two takes of one episode have ended alike when these are equal.
 */
export type EndState = {
  items: string[];
  /** How many times each intent was accepted by the Graph API, by the intent's name. */
  sent: Record<string, number>;
};

/** How often something was tried, and when: what a fault may change. */
const passing = new Set([
  'attempts',
  'revision',
  'nudges',
  'nextAttemptAt',
  'dueAt',
  'strikes',
  'failedKeys',
  'outcome',
  'wamid',
  'raw',
  'receivedAt',
  'url',
  'queueMessageId',
  'deliveredTo',
  'readBy',
]);

export function endState(take: Take, items: readonly Item[], sent: readonly SentRecord[]): EndState {
  const names = namesOf(take, items);
  // With two attempts an intent has two of Meta's ids, and statuses kept beside them.
  const explained = new Set(
    items.filter(({ pk, sk }) => pk.startsWith('SENT#') && sk === 'INTENT').map(({ pk }) => pk),
  );
  const named = items
    .filter((item) => !explained.has(item.pk))
    .map((item) => canonical(item, names))
    .toSorted();
  const counts: Record<string, number> = {};
  for (const { accepted, body } of sent) {
    const id = callbackOf(body);
    if (!accepted || id === null) continue;
    const name = names.get(id) ?? 'an intent of nobody';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return {
    items: named,
    sent: Object.fromEntries(Object.entries(counts).toSorted(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** Names for ids that are hashes: of messages in the order of what was said, then what hangs on them. */
function namesOf(take: Take, items: readonly Item[]): Map<string, string> {
  const names = new Map(take.names);
  const messages = take.wamids.flatMap(
    (wamid) => items.find((item) => item['wamid'] === wamid && item.sk === 'MSG') ?? [],
  );
  for (const [index, { messageKey, personKey, folio, groupCode }] of messages.entries())
    for (const [kind, id] of Object.entries({
      message: messageKey,
      person: personKey,
      folio,
      group: groupCode,
    }))
      if (typeof id === 'string' && !names.has(id)) names.set(id, `${kind} ${index + 1}`);
  for (const [index, wamid] of take.wamids.entries()) names.set(wamid, `wamid ${index + 1}`);
  for (const item of items.filter(({ sk }) => sk === 'INTENT'))
    if (typeof item['id'] === 'string') {
      const { to, utterance, cause, lane } = item;
      const kind =
        typeof utterance === 'object' && utterance !== null && 'kind' in utterance ? utterance.kind : '';
      names.set(item['id'], `intent<${replaced(inOrder([lane, kind, cause, to]), names)}>`);
    }
  return names;
}

function canonical(item: Item, names: ReadonlyMap<string, string>): string {
  return replaced(inOrder(item), names);
}

/** JSON of what lasts, with the names of every object sorted: the store gives them in any order. */
function inOrder(value: object): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([name]) => !passing.has(name))
            .toSorted(([one], [other]) => (one < other ? -1 : 1)),
        )
      : part,
  );
}

/** Longer ones first: one may hold another. What is left of hashes, times and days is the same for all takes. */
function replaced(text: string, names: ReadonlyMap<string, string>): string {
  let all = text;
  for (const [id, name] of [...names].toSorted(([one], [other]) => other.length - one.length))
    all = all.replaceAll(id, name);
  return (
    all
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
      .replaceAll(/\d{4}-\d\d-\d\d/g, '<day>')
      // The stretch of time in a report's anchor; ids of media.
      .replaceAll(/\|\d{7}(?=")/g, '|<stretch>')
      .replaceAll(/(?<!\d)\d{15}(?!\d)/g, '<id>')
      .replaceAll(/(?<!\d)1[89]\d{8}(?!\d)/g, '<seconds>')
      .replaceAll(/"digestHour":"[\d:]+"/g, '"digestHour":"<hour>"')
      .replaceAll(/p?[\w-]{22}(?![\w-])/g, '<hash>')
  );
}

function callbackOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('biz_opaque_callback_data' in body)) return null;
  return String(body.biz_opaque_callback_data);
}
