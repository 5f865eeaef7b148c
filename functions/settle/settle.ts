import type { StatusEvent } from '../../shared/queues/events.ts';
import { Unprocessable } from '../../shared/runtime/batch.ts';
import type { KeyedHash } from '../../shared/runtime/hash.ts';
import { log } from '../../shared/runtime/log.ts';
import { applyStatus, type SettleDeps } from '../../shared/whatsapp/settlement.ts';
import { type DeliveryStatus, readStatus } from '../../shared/whatsapp/status.ts';

/**
 * Arrives: one status of one message, in any order, doubled, before or after the answer to the send.
 * Leaves: the intent moved forward, or the status kept beside Meta's id of the message.
 * Called by: the statuses queue.
 * May surprise: a status that finds no intent may only be early. It is kept first and looked up again after, and the
 * sender notes its message first and looks for kept statuses after: whichever is later sees the other.
 */
export type Deps = SettleDeps & {
  hash: () => Promise<KeyedHash>;
  readFragment: (event: StatusEvent) => Promise<string>;
};

/** @throws Unprocessable for what is no status, or one of a kind that Meta has added since. */
export async function settle(event: StatusEvent, deps: Deps): Promise<void> {
  const read = readStatus(await deps.readFragment(event), await deps.hash());
  if (read.kind === 'unreadable') throw new Unprocessable('not-a-status', read.path);
  if (read.kind === 'new') throw new Unprocessable('status-of-a-new-kind', 'status');
  const { status } = read;
  if (await explained(status, deps)) return;
  await deps.intents.keepStatus(event.id, status);
  if (await explained(status, deps)) return;
  log.info('status-kept', { messageKey: status.messageKey, eventId: event.id, state: status.stage });
}

async function explained(status: DeliveryStatus, deps: Deps): Promise<boolean> {
  if (status.callback !== null && (await applyStatus(status.callback, status, deps))) return true;
  const intentId = await deps.intents.intentBehind(status.messageKey);
  return intentId !== null && applyStatus(intentId, status, deps);
}
