import type { MessageAttribute } from './attributes.ts';

/** Where a message stands: `gone` once it was deleted, moved or has expired. */
export type Phase = 'visible' | 'delayed' | 'inFlight' | 'gone';

/** A message as a queue holds it and the journal writes it. Times in milliseconds since the epoch. */
export type Message = {
  id: string;
  /** Rises over all queues; a FIFO queue shows it as the sequence number. */
  order: number;
  body: string;
  attributes: Record<string, MessageAttribute>;
  traceHeader?: string;
  group?: string;
  deduplicationId?: string;
  /** When it was sent: what `SentTimestamp` shows. */
  sentAt: number;
  /** From when its retention counts. */
  storedAt: number;
  phase: Phase;
  /** When it can next be received, while it is delayed or in flight. */
  visibleAt: number;
  receives: number;
  firstReceivedAt?: number;
  lastReceivedAt?: number;
  /** ARN of the queue that gave it up. */
  deadFrom?: string;
};

/** 20 digits, as AWS's (API Reference, SendMessage: large, non-consecutive, rising). */
export const sequenceNumber = (order: number): string => String(order).padStart(20, '0');
