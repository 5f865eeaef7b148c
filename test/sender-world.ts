import type { Deps } from '../functions/sender/deps.ts';
import { say } from '../functions/sender/sender.ts';
import type { HeldIntent } from '../shared/domain/sending.ts';
import { type KeyedHash, keyedHash } from '../shared/runtime/hash.ts';
import { type Contacts, contacts } from '../shared/store/contacts.ts';
import { intents } from '../shared/store/intents.ts';
import { operators } from '../shared/store/operators.ts';
import { type People, people } from '../shared/store/people.ts';
import { graphApi } from '../shared/whatsapp/graph.ts';
import { startDynamo, type TestDynamo } from './dynamo.ts';
import { type GraphServer, startGraphServer } from './graph-server.ts';
import { after, anIntent, noon } from './intents.ts';

/** The sender on real tables before a Graph API that says what a test tells it to; only queues and clock are played. */
export type SenderWorld = {
  dynamo: TestDynamo;
  graph: GraphServer;
  deps: Deps & { contacts: Contacts; people: People };
  hash: KeyedHash;
  now: Date;
  /** Ids put on a lane at once, and intents to be looked at later. */
  nudged: string[];
  later: HeldIntent[];
  run(intentId: string): Promise<void>;
  stored(intentId: string): Promise<HeldIntent>;
  /** Bodies that the Graph API was asked to send. */
  bodies(): unknown[];
  /** A neighbour who wrote an hour ago, unless told otherwise; gives the key. */
  aPerson(given?: { bsuid?: string; phone?: string; wroteAt?: Date | null }): Promise<string>;
  /** Writes an intent, to such a neighbour unless told otherwise; gives its id. */
  written(given?: Parameters<typeof anIntent>[0]): Promise<string>;
  /** For `beforeEach`: noon, empty queues, a Graph API without orders. */
  begin(): void;
  stop(): Promise<void>;
};

/** @param timeoutMs short only where a test waits for it: a busy machine answers late. */
export const graphAt = (baseUrl: string, timeoutMs = 20_000): Deps['graph'] =>
  graphApi({
    baseUrl,
    version: 'v26.0',
    authHeader: 'Authorization',
    token: async () => 'token',
    expireToken: () => undefined,
    timeoutMs,
  });

/** For `beforeAll`. */
export async function startSenderWorld(): Promise<SenderWorld> {
  const [dynamo, graph] = await Promise.all([startDynamo(), startGraphServer()]);
  const { client, table, contactsTable } = dynamo;
  const hash = keyedHash('secret of the tests');
  let count = 0;
  const world: SenderWorld = {
    dynamo,
    graph,
    hash,
    now: noon,
    nudged: [],
    later: [],
    deps: {
      intents: intents(client, table),
      operators: operators(client, table),
      contacts: contacts(client, contactsTable),
      people: people(client, table, hash),
      graph: graphAt(graph.baseUrl),
      hash: async () => hash,
      nudge: async (_lane, ids) => void world.nudged.push(...ids),
      later: async (intent) => void world.later.push(intent),
      now: () => world.now,
      random: () => 0,
    },
    run: (intentId) => say({ v: 1, intentId }, world.deps),
    async stored(intentId) {
      const held = await world.deps.intents.read(intentId);
      if (held === null) throw new Error('The test wrote no such intent');
      return held;
    },
    bodies: () => graph.received.map(({ body }) => body),
    async aPerson({ bsuid, phone = '526620000101', wroteAt = after(-3_600_000) } = {}) {
      const personKey = `p${count++}`;
      await world.deps.contacts.remember(personKey, { bsuid: bsuid ?? null, phone }, null, noon);
      if (wroteAt) await world.deps.people.openWindow(personKey, '111', wroteAt);
      return personKey;
    },
    async written(given = {}) {
      const to = given.to ?? { kind: 'person', personKey: await world.aPerson() };
      const intent = anIntent({ id: `i${count++}`, ...given, to });
      await world.deps.intents.putOnce(intent);
      return intent.id;
    },
    begin() {
      world.now = noon;
      world.nudged = [];
      world.later = [];
      graph.received.length = 0;
      graph.script.length = 0;
    },
    async stop() {
      await Promise.all([dynamo.stop(), graph.stop()]);
    },
  };
  return world;
}
