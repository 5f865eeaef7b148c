import { startClock } from '../../local/clock.ts';
import { type Cloud, type CloudOptions, startCloud } from '../../local/cloud.ts';
import type { Point } from '../../local/front/faults.ts';
import { bsuidOf } from '../../local/whatsapp/people.ts';
import { scan } from '../e2e/scan.ts';
import { ourNumber } from './raw.ts';

/** A cloud on which episodes are played one after the other, each with people of its own. */
export type Stage = {
  cloud: Cloud;
  /** Keys of items that former episodes left. */
  known: Set<string>;
  /** Numbers people and places, so that each episode has its own. */
  count: number;
};

/** Ten in the morning in Sonora: digests have their whole day. */
const begin = Date.parse('2027-02-03T17:00:00Z');

/** People of the registry that all episodes share. */
const operatorPhone = '5216629999999';

export async function openStage(options: Pick<CloudOptions, 'assembly' | 'revoke'>): Promise<Stage> {
  const cloud = await startCloud({
    ...options,
    numbers: [ourNumber],
    clock: startClock(begin - Date.now()),
  });
  const stage: Stage = { cloud, known: new Set(), count: 0 };
  try {
    await arrange(stage);
    return stage;
  } catch (fault) {
    await cloud.close();
    throw fault;
  }
}

async function arrange({ cloud, known }: Stage): Promise<void> {
  await asked(cloud, {
    action: 'registry.import',
    operators: [{ phone: operatorPhone, name: 'Oficial', municipality: '*' }],
  });
  await cloud.whatsapp.meet({ phone: operatorPhone, name: 'Oficial' });
  await cloud.settle();
  for (const { pk, sk } of await scan(cloud)) known.add(`${pk} ${sk}`);
}

/** What one playing of an episode may use, and what is noted of it. */
export type Take = {
  cloud: Cloud;
  /** Texts that differ from take to take, with what stands for them when takes are compared. */
  names: Map<string, string>;
  /** Messages by Meta's id, in the order in which they were said. */
  wamids: string[];
  /** A phone that nobody had before. */
  phone: () => string;
  /** A code or name that nothing had before. */
  code: (stem: string) => string;
  /** Somebody writes. */
  say: (what: { from: string } & Record<string, unknown>) => Promise<string>;
  /** Posts a delivery until it is taken, as Meta does. */
  post: (body: string) => Promise<void>;
  /** Whether no former episode left this. */
  isNew: (key: { pk: string; sk: string }) => boolean;
  /** Asks the administration function until it answers, as whoever sits at the command line does. */
  ask: (request: object) => Promise<unknown>;
  /** Has something happen at the n-th next request of a function. */
  plan: (point: Point, deed: Parameters<Cloud['faults']['plan']>[1]) => void;
};

const mostTries = 6;

export function newTake(stage: Stage): Take {
  const { cloud } = stage;
  const names = new Map<string, string>();
  const wamids: string[] = [];
  const before = requestCounts(cloud);
  let people = 0;
  let codes = 0;
  return {
    cloud,
    names,
    wamids,
    phone() {
      const phone = `521662${String(++stage.count).padStart(7, '0')}`;
      people++;
      for (const form of [phone, `52${phone.slice(3)}`, phone.slice(3)]) names.set(form, `phone ${people}`);
      names.set(bsuidOf(phone), `bsuid ${people}`);
      return phone;
    },
    code(stem) {
      const code = `${stem}${++stage.count}X`;
      // The registry keeps places in small letters.
      names.set(code, `${stem} ${++codes}`).set(code.toLowerCase(), `${stem} ${codes}`);
      return code;
    },
    async say(what) {
      const { id } = await cloud.whatsapp.say(what);
      wamids.push(id);
      await cloud.settle();
      return id;
    },
    async post(body) {
      for (let tries = 0; tries < mostTries; tries++) {
        const { status } = await cloud.whatsapp.deliverRaw(body);
        await cloud.settle();
        if (status === 200) return;
      }
      throw new Error('The webhook did not take a delivery however often it was repeated');
    },
    isNew: ({ pk, sk }) => !stage.known.has(`${pk} ${sk}`),
    ask: (request) => asked(cloud, request),
    plan: ({ functionId, operation, nth, phase }, deed) =>
      cloud.faults.plan(
        { functionId, operation, phase, nth: nth + (before.get(`${functionId} ${operation}`) ?? 0) },
        deed,
      ),
  };
}

async function asked(cloud: Cloud, request: object): Promise<unknown> {
  for (let tries = 1; ; tries++)
    try {
      const answer = await cloud.invoke('Admin', request);
      if (!isRefusal(answer)) return answer;
      tries = mostTries;
      throw new Error(`The administration refused: ${JSON.stringify(answer)}`);
    } catch (fault) {
      if (tries === mostTries) throw fault;
    }
}

const isRefusal = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'refused' in answer;

/** How many requests for each operation each function has made until now. */
export function requestCounts(cloud: Cloud): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { functionId, operation, nth } of cloud.faults.passed())
    counts.set(`${functionId} ${operation}`, nth);
  return counts;
}
