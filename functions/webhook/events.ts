import type { QueuedEvent } from '../../shared/queues/events.ts';
import type { KeyedHash } from '../../shared/runtime/hash.ts';
import { idOf, type Part } from '../../shared/whatsapp/envelope.ts';
import { fieldsOf } from '../../shared/whatsapp/fields.ts';

/**
 * Makes the queue's event of a part. Its id is the same for every redelivery: Meta's id where there is one, else the
 * fragment itself.
 */
export function toEvent(part: Part, hash: KeyedHash, receivedAt: string): QueuedEvent {
  const fragment = JSON.stringify(part.value ?? null);
  const common = {
    v: 1 as const,
    id: hash('event', identity(part, fragment)),
    ...(part.wabaId && { wabaId: part.wabaId }),
    ...(part.phoneNumberId && { phoneNumberId: part.phoneNumberId }),
    receivedAt,
    fragment,
  };
  if (part.kind === 'status') return { ...common, kind: 'status' };
  return {
    ...common,
    kind: part.kind,
    ...(part.field && { field: part.field }),
    conversation: hash('conversation', conversation(part) ?? common.id),
    ...(part.contact !== undefined && { contact: JSON.stringify(part.contact) }),
    ...(part.reason && { flaw: { path: part.path, reason: part.reason } }),
  };
}

function identity(part: Part, fragment: string): string {
  const fields = fieldsOf(part.value) ?? {};
  if (part.kind === 'message') return `message:${idOf(fields['id'])}`;
  if (part.kind === 'status') {
    // In a group each participant has a status of their own. Source: Meta, "Groups reference", aggregated statuses.
    const participant =
      idOf(fields['recipient_participant_user_id']) ??
      idOf(fields['recipient_participant_id']) ??
      idOf(fields['participant_recipient_id']) ??
      '';
    return `status:${idOf(fields['id'])}:${String(fields['status'])}:${participant}`;
  }
  // Two broken parts of one delivery may read the same; where they stood tells them apart.
  return part.kind === 'malformed' ? `malformed:${part.path}:${fragment}` : `${part.kind}:${fragment}`;
}

/** A group's talk or one person's; null where no order matters, so that nothing waits behind anything. */
function conversation(part: Part): string | null {
  if (part.kind !== 'message' && part.kind !== 'group') return null;
  const fields = fieldsOf(part.value) ?? {};
  const partner = idOf(fields['group_id']) ?? idOf(fields['from_user_id']) ?? idOf(fields['from']);
  return partner === undefined ? null : `${part.phoneNumberId ?? ''}:${partner}`;
}
