import { SqsError } from './errors.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';

/** A receipt handle names a message and the receive that handed it out. */
type Receipt = { id: string; receives: number };

const pattern = /^receipt ([\w.-]+) ([0-9a-f-]{36}) (\d+)$/;

export const receiptHandle = (queue: Queue, message: Message): string =>
  Buffer.from(`receipt ${queue.definition.name} ${message.id} ${message.receives}`).toString('base64');

/** @throws SqsError ReceiptHandleIsInvalid when the queue never gave such a handle. */
export function readReceipt(queue: Queue, handle: string): Receipt {
  const [, name, id, receives] = pattern.exec(Buffer.from(handle, 'base64').toString()) ?? [];
  if (name !== queue.definition.name || !id)
    throw new SqsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
      404,
    );
  return { id, receives: Number(receives) };
}
