import { describe, expect, test } from 'vitest';
import { after, aHeldIntent, noon } from '../../test/intents.ts';
import { callsSomebody, type Remedy, remedyFor, unreachedRemedy, verdictOf } from './errors.ts';

type Row = [code: number, kind: Remedy['kind'], calls: boolean];

const byCode = (code: number | null, http = 400, isTransient = false) =>
  remedyFor({ code, http, isTransient });
const seconds = (verdict: ReturnType<typeof verdictOf>): number =>
  verdict.kind === 'again' ? (verdict.at.getTime() - noon.getTime()) / 1000 : Number.NaN;

describe('what is done about a code', () => {
  test.each<Row>([
    // Token, permissions, account, number: only a person can mend it, and nothing is thrown away meanwhile.
    ...[0, 3, 10, 33, 190, 200, 299, 368, 131005, 131031, 131037, 131042, 131045, 131048, 131064].map(
      (code): Row => [code, 'hold', true],
    ),
    ...[131207, 132015, 133000, 133006, 133010, 133015, 133016].map((code): Row => [code, 'hold', true]),
    // Limits and maintenance.
    ...[4, 80007, 130429, 131020, 131056, 131057, 131208, 133004, 2494100].map(
      (code): Row => [code, 'retry', false],
    ),
    // It may have gone out.
    ...[1, 2, 131000, 131016].map((code): Row => [code, 'retry', false]),
    [131047, 'template', false],
    // The person, or Meta for the person's sake.
    ...[130403, 130472, 130497, 131021, 131026, 131030, 131049, 131050, 131051].map(
      (code): Row => [code, 'drop', false],
    ),
    // Our own fault.
    ...[100, 131008, 131009, 131041, 131053, 131062, 131215, 132000, 132001, 132005, 132007, 132012].map(
      (code): Row => [code, 'drop', true],
    ),
    ...[132016, 132018, 135000].map((code): Row => [code, 'drop', true]),
  ])('%i: %s', (code, kind, calls) => {
    const remedy = byCode(code);
    expect(remedy.kind).toBe(kind);
    expect(callsSomebody(remedy, remedy.kind === 'drop')).toBe(calls);
  });

  test.each([
    ['a fault of the server', byCode(999_999, 500), 'retry'],
    ['too many calls', byCode(999_999, 429), 'retry'],
    ['what Meta calls transient', byCode(999_999, 400, true), 'retry'],
    ['anything else', byCode(999_999), 'drop'],
    ["a proxy's page", byCode(null, 502), 'retry'],
    ["a provider's refusal of our key", byCode(null, 401), 'hold'],
    ['a status without a code', byCode(null), 'drop'],
  ])('an unknown code goes by %s', (_, remedy, kind) => {
    expect(remedy.kind).toBe(kind);
  });
});

describe('how long it waits', () => {
  test('the same person: 1, 4, 16 seconds and so on', () => {
    const waits = [1, 2, 3].map((attempts) =>
      seconds(verdictOf(byCode(131056), aHeldIntent({ attempts }), noon, 0)),
    );
    expect(waits).toEqual([1, 4, 16]);
  });

  test('a quarter of an hour at most, and a minute for an emergency', () => {
    const late = { attempts: 500 };
    expect(seconds(verdictOf(unreachedRemedy, aHeldIntent({ ...late, lane: 'bulk' }), noon, 0))).toBe(900);
    expect(seconds(verdictOf(unreachedRemedy, aHeldIntent({ ...late, lane: 'urgent' }), noon, 0))).toBe(60);
    expect(seconds(verdictOf(byCode(190), aHeldIntent({ lane: 'urgent' }), noon, 0))).toBe(60);
  });

  test('what was refused together is spread by a fifth', () => {
    expect(verdictOf(byCode(190), aHeldIntent(), noon, 1)).toMatchObject({ at: after(360_000) });
  });
});

test('what is tried only a few times fails after them, however often it was throttled before', () => {
  const throttled = aHeldIntent({ attempts: 40, strikes: 0 });
  expect(verdictOf(byCode(131000), throttled, noon, 0)).toMatchObject({ kind: 'again', isStrike: true });
  expect(verdictOf(byCode(131000), { ...throttled, strikes: 3 }, noon, 0)).toEqual({ kind: 'failed' });
  expect(callsSomebody(byCode(131000), true)).toBe(true);
  expect(verdictOf(byCode(130429), { ...throttled, strikes: 3 }, noon, 0)).toMatchObject({ kind: 'again' });
});

test('a template that is refused for a closed window has failed', () => {
  expect(verdictOf(byCode(131047), aHeldIntent({ templateOnly: true }), noon, 0)).toEqual({ kind: 'failed' });
});
