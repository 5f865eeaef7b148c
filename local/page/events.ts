import type { ServerResponse } from 'node:http';
import type { WhatsAppWorld } from '../whatsapp/world.ts';
import { type OutboundView, outboundOf } from './outbound.ts';

/** What the cloud can tell of itself: the values of its own `/_local/` addresses. */
export type Readers = {
  state(): Promise<unknown>;
  messages(): Promise<unknown[]>;
  reports(): Promise<unknown[]>;
  parked(): Promise<unknown[]>;
};

export type SystemView = {
  now: number;
  state: unknown;
  messages: unknown[];
  reports: unknown[];
  parked: unknown[];
  sent: OutboundView[];
};

/** How much of each list a page gets: it shows the latest, the addresses give all. */
const listed = 200;
/** Changes in a burst are told once. */
const gatherMs = 150;
/**
 * What the functions write changes without the simulated WhatsApp knowing, mostly soon after something happened there:
 * reading goes through the whole table, so it is done often only then.
 */
const lookSoonMs = 1000;
const lookSoonForMs = 15_000;
const lookLaterMs = 5000;

export type Events = {
  /** Keeps a response open and tells it what changes (server-sent events). */
  join(response: ServerResponse): void;
  close(): void;
};

/** Nothing is read while nobody listens. */
export function openEvents(world: WhatsAppWorld, readers: Readers): Events {
  const listeners = new Set<ServerResponse>();
  let gathering: NodeJS.Timeout | undefined;
  let looking: NodeJS.Timeout | undefined;
  let last = '';
  let changedAt = 0;

  const tell = (event: string, data: string): void => {
    for (const response of listeners) response.write(`event: ${event}\ndata: ${data}\n\n`);
  };

  const look = async (): Promise<void> => {
    if (listeners.size === 0) return;
    try {
      const system = await systemView(world, readers);
      const shown = JSON.stringify(system, (name, value: unknown) => (name === 'now' ? 0 : value));
      if (shown === last) return;
      last = shown;
      tell('system', JSON.stringify(system));
    } catch {
      // The cloud is starting or going down; the next look tells.
    }
  };

  const lookAgain = (): void => {
    clearTimeout(looking);
    const wait = Date.now() - changedAt < lookSoonForMs ? lookSoonMs : lookLaterMs;
    looking = setTimeout(() => void look().finally(() => listeners.size > 0 && lookAgain()), wait);
  };

  const stop = world.onChange(() => {
    if (listeners.size === 0) return;
    const wasQuiet = Date.now() - changedAt >= lookSoonForMs;
    changedAt = Date.now();
    if (wasQuiet) lookAgain();
    gathering ??= setTimeout(() => {
      gathering = undefined;
      tell('whatsapp', JSON.stringify({ now: world.now() }));
    }, gatherMs);
  });

  return {
    join(response) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'keep-alive',
      });
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
      last = '';
      tell('whatsapp', JSON.stringify({ now: world.now() }));
      void look().finally(lookAgain);
    },
    close() {
      stop();
      clearTimeout(gathering);
      clearTimeout(looking);
      for (const response of listeners) response.end();
      listeners.clear();
    },
  };
}

async function systemView(world: WhatsAppWorld, readers: Readers): Promise<SystemView> {
  const [state, messages, reports, parked] = await Promise.all([
    readers.state(),
    readers.messages(),
    readers.reports(),
    readers.parked(),
  ]);
  return {
    now: world.now(),
    state,
    messages: messages.slice(-listed),
    reports: reports.slice(-listed),
    parked: parked.slice(-listed),
    sent: outboundOf(world, listed),
  };
}
