import type { SentRecord } from '../whatsapp/facts.ts';
import type { WhatsAppWorld } from '../whatsapp/world.ts';

/** A request to the Graph API as the page shows it: who, what, and how far it has come. */
export type OutboundView = {
  key: string;
  at: string;
  recipient: string | null;
  name: string | null;
  isGroup: boolean;
  /** What the phone shows; null for a read mark. */
  text: string | null;
  template: string | null;
  accepted: boolean;
  status: number;
  /** Error code of a refusal. */
  code: number | null;
  progress: string;
  failure: number | null;
  fault: string | null;
};

/** The last requests, oldest first, read marks left out. */
export function outboundOf(world: WhatsAppWorld, limit: number): OutboundView[] {
  const records = world.sent().filter(({ body }) => !isReadMark(body));
  const first = Math.max(0, records.length - limit);
  return records.slice(first).map((record, index) => view(world, record, first + index));
}

function view(world: WhatsAppWorld, record: SentRecord, index: number): OutboundView {
  const line = record.wamid === null ? undefined : world.line(record.wamid);
  const shown = line?.shown;
  return {
    key: String(index),
    at: record.at,
    recipient: record.recipient,
    name: line && !line.isGroup ? world.nameOf(line.chat) : null,
    isGroup: line?.isGroup ?? false,
    text: shown && 'text' in shown ? shown.text : requestedText(record.body),
    template: shown?.kind === 'buttons' ? shown.template : null,
    accepted: record.accepted,
    status: record.status,
    code: codeIn(record.answer),
    progress: line?.progress ?? 'none',
    failure: line?.failure ?? null,
    fault: record.fault,
  };
}

const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

const isReadMark = (body: unknown): boolean => at(body, 'status') === 'read';

function codeIn(answer: unknown): number | null {
  const code = at(answer, 'error', 'code');
  return typeof code === 'number' ? code : null;
}

function requestedText(body: unknown): string {
  const places = [['text', 'body'], ['interactive', 'body', 'text'], ['template', 'name'], ['type']];
  const words = places.map((path) => at(body, ...path)).find((value) => typeof value === 'string');
  return words ?? 'Solicitud ilegible';
}
