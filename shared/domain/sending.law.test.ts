import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { after, aHeldIntent, noon } from '../../test/intents.ts';
import { type DeliveryReport, type HeldIntent, reported, type Verdict } from './sending.ts';

const wamid = 'wamid.A';
const messageKey = 'A';
const verdicts: Verdict[] = [
  { kind: 'failed' },
  { kind: 'template' },
  { kind: 'again', at: after(60_000), isStrike: true },
];

const stages = fc.constantFrom<DeliveryReport['stage']>('sent', 'delivered', 'read');
/** Meta fails a message for one reason, however often it says so. */
const history = fc
  .record({
    good: fc.array(stages, { maxLength: 4 }),
    verdict: fc.option(fc.constantFrom(...verdicts), { nil: null }),
    copies: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ good, verdict, copies }): DeliveryReport[] => [
    ...good.map((stage) => ({ messageKey, wamid, stage })),
    ...(verdict === null
      ? []
      : Array.from({ length: copies }, () => ({
          messageKey,
          wamid,
          stage: { failed: verdict, outcome: '1' },
        }))),
  ]);

const orders = history.chain((all) =>
  fc.record({
    one: fc.shuffledSubarray(all, { minLength: all.length }),
    // Doubled: some of them a second time, anywhere.
    other: fc
      .subarray(all)
      .chain((again) => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length })),
  }),
);

const start = fc.constantFrom<HeldIntent>(
  aHeldIntent({ state: 'claimed', attempts: 1, nextAttemptAt: after(900_000) }),
  aHeldIntent({ state: 'accepted', attempts: 1, nextAttemptAt: null, wamid }),
  aHeldIntent({ state: 'dropped', attempts: 1, nextAttemptAt: null, outcome: 'stale' }),
);

const played = (held: HeldIntent, reports: DeliveryReport[]): HeldIntent =>
  reports.reduce((so, report) => ({ ...so, ...reported(so, report, noon) }), held);

/** What an intent says to whoever reads it; keys of failed attempts and strikes are for its own next change. */
const told = ({ state, templateOnly, nextAttemptAt, outcome }: HeldIntent) => ({
  state,
  templateOnly: state === 'pending' && templateOnly,
  nextAttemptAt,
  outcome,
});

test('statuses of a message, in any order and doubled, end in the same state', () => {
  fc.assert(
    fc.property(start, orders, (held, { one, other }) => {
      expect(told(played(held, one))).toEqual(told(played(held, other)));
    }),
  );
});

test('what reached the person is never undone', () => {
  fc.assert(
    fc.property(start, history, fc.constantFrom('delivered', 'read'), (held, reports, stage) => {
      const later = played(held, [{ messageKey, wamid, stage }, ...reports]);
      expect(stage === 'read' ? ['read'] : ['delivered', 'read']).toContain(later.state);
    }),
  );
});

test('the same statuses again change nothing', () => {
  fc.assert(
    fc.property(start, history, (held, reports) => {
      const once = played(held, reports);
      expect(played(once, reports)).toEqual(once);
    }),
  );
});
