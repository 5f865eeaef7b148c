import { expect, test } from 'vitest';
import type { Place } from '../../shared/domain/place.ts';
import { keyedHash } from '../../shared/runtime/hash.ts';
import { meaningOf, startOfTest } from '../../test/makers/triage.ts';
import { answersTo } from './answers.ts';

const nogales: Place = { name: 'Nogales', kind: 'municipality', municipality: 'Nogales' };

const calledFrom = (municipality: string | null, written: string, places: Place[]): unknown => {
  const [card] = answersTo(
    {
      classification: { ...meaningOf('shots'), location: { municipality: written }, places },
      folio: 'SON-TEST-0001',
      sentAt: startOfTest,
      receivedAt: startOfTest,
      personKey: 'p1',
      isOperator: false,
      groupCode: null,
      inWhatsappGroup: false,
      municipality,
      phoneNumberId: '109876543210987',
      redacted: 'shots',
    },
    keyedHash('answers-test'),
  );
  return card?.to;
};

test('operators of the town that is meant are called, and those of the writer’s own town', () => {
  expect(calledFrom('Hermosillo', 'nogalez', [nogales])).toEqual({
    kind: 'operators',
    municipalities: ['Nogales', 'Hermosillo'],
  });
  expect(calledFrom('Nogales', 'nogales', [nogales])).toMatchObject({ municipalities: ['Nogales'] });
});

test('a town that nobody knows leaves the call to the writer’s own, or to those who attend all', () => {
  expect(calledFrom('Hermosillo', 'macondo', [])).toMatchObject({ municipalities: ['Hermosillo'] });
  expect(calledFrom(null, 'macondo', [])).toMatchObject({ municipalities: [] });
});
