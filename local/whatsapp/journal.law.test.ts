import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  aText,
  neighbour,
  number,
  type Simulated,
  simulate,
} from '../../test/conformance/simulated-whatsapp.ts';
import { stillClock } from '../sqs/still-clock.ts';
import type { Fact } from './facts.ts';
import { openJournal } from './journal.ts';
import { apply, emptyState } from './state.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whatsapp-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Step = { kind: 'say' | 'send' | 'group' | 'open'; who: number } | { kind: 'pass'; seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('say' as const, 'send' as const, 'group' as const, 'open' as const),
    who: fc.nat(2),
  }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(1, 3, 10) }),
);

async function play({ world, send, pass }: Simulated, steps: readonly Step[]): Promise<void> {
  for (const done of steps) {
    if (done.kind === 'pass') {
      await pass(done.seconds);
      continue;
    }
    const from = `52662000010${done.who}`;
    if (done.kind === 'say') await world.say({ from, text: 'Hola' });
    if (done.kind === 'group') await world.say({ from, whatsappGroupId: 'grupo', text: 'Hola a todos' });
    if (done.kind === 'open') await world.meet({ phone: from, isOpen: true });
    if (done.kind === 'send') await send(aText('Recibido', { to: `+${from}` }));
  }
}

/** What happened in a world, as records of facts. */
async function history(steps: readonly Step[], file: string): Promise<Fact[][]> {
  const simulated = simulate({ stateFile: file });
  await play(simulated, steps);
  simulated.world.close();
  return linesOf(file).map((line): Fact[] => JSON.parse(line));
}

const linesOf = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');

type Open = typeof openJournal;

/** Whatever happened, a journal gives it back after a kill, and a line cut short never happened. */
async function restoresWhatHappened(open: Open): Promise<void> {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 15 }),
      fc.integer({ min: 1, max: 30 }),
      async (steps, cut) => {
        const records = await history(steps, join(folder, `world-${run}.jsonl`));
        const file = join(folder, `${run++}.jsonl`);
        const expected = emptyState();
        for (const fact of records.flat()) apply(expected, fact);

        const written = open(file);
        for (const facts of records) written.record(...facts);
        written.close();
        appendFileSync(file, '[{"fact":"medium","medium":{"id"'.slice(0, cut));
        const restored = open(file);
        restored.record({ fact: 'seen-by-us', id: 'wamid.after' });
        restored.close();
        apply(expected, { fact: 'seen-by-us', id: 'wamid.after' });
        expect(restored.state).toEqual(expected);
        expect(open(file).state).toEqual(expected);
      },
    ),
    { numRuns: 30 },
  );
}

test('whatever happened, a journal gives it back after a kill, and a line cut short never happened', async () => {
  await expect(restoresWhatHappened(openJournal)).resolves.toBeUndefined();
});

test.each<[string, Open]>([
  [
    'keeps only the first of what happened at once',
    (file) => {
      const journal = openJournal(file);
      return { ...journal, record: (...facts) => journal.record(...facts.slice(0, 1)) };
    },
  ],
  [
    'goes on writing behind a line cut short',
    (file = '') => {
      const journal = openJournal(file);
      return {
        ...journal,
        record: (...facts) => {
          appendFileSync(file, '[{"fact":"medium"');
          journal.record(...facts);
        },
      };
    },
  ],
])('the law catches a journal that %s', async (_fault, open) => {
  await expect(restoresWhatHappened(open)).rejects.toThrow('Property failed');
});

test('an empty journal is an empty world', () => {
  expect(openJournal(join(folder, 'none.jsonl')).state).toEqual(emptyState());
});

test('a delivery and statuses that a kill left waiting come after the start', async () => {
  const stateFile = join(folder, 'state.jsonl');
  const clock = stillClock();
  const first = simulate({ stateFile, clock });
  await first.world.say({ from: neighbour, text: 'Hola' });
  await first.send(aText());
  first.answerWith(500);
  await first.world.say({ from: neighbour, text: 'No llegué' });
  clock.close();
  first.world.close();

  const second = simulate({ stateFile, clock: stillClock(clock.now()) });
  await second.pass(60);
  expect(second.delivered.flatMap(({ value }) => value.messages ?? [])).toMatchObject([
    { text: { body: 'No llegué' } },
  ]);
  expect(second.delivered.flatMap(({ value }) => value.statuses ?? [])).toMatchObject([
    { status: 'sent' },
    { status: 'delivered' },
  ]);
  expect(second.world.chat(number, neighbour)).toHaveLength(3);
});
