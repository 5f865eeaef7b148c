import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { incidents, petitions } from '../shared/domain/taxonomy.ts';
import { corpusFolder, readHardSet, readSplit, readVoices, type Spoken, voicesIn } from './corpus.ts';
import { frames } from './frames.ts';
import { nearDuplicates } from './near-duplicates.ts';

const messages = readVoices(join(corpusFolder, 'voices'));
const hard = readHardSet();
const everything = [...messages, ...hard];

const idsOf = (found: readonly Spoken[]): string[] => found.map(({ id }) => id);

/** What the guide says of labels that stand together. */
describe('labels', () => {
  test('conversation stands alone, and petitions stand in order', () => {
    const wrong = everything.filter(
      ({ petitions: set }) =>
        (set.includes('conversation') && set.length > 1) ||
        set.join() !== petitions.filter((petition) => set.includes(petition)).join(),
    );
    expect(idsOf(wrong)).toEqual([]);
  });

  test('what tells of an incident has one, and chatter has none', () => {
    const wrong = everything.filter(({ petitions: set, incident }) =>
      set.includes('conversation')
        ? incident !== null
        : incident === null &&
          set.some((petition) =>
            ['emergency', 'suspicious_activity', 'incident_report', 'public_service'].includes(petition),
          ),
    );
    expect(idsOf(wrong)).toEqual([]);
  });

  test('priority is high in an emergency and none in chatter', () => {
    const wrong = everything.filter(
      ({ petitions: set, priority }) =>
        (set.includes('emergency') && priority !== 'high') ||
        set.includes('conversation') !== (priority === 'none'),
    );
    expect(idsOf(wrong)).toEqual([]);
  });

  test('spans are pieces of their text', () => {
    const wrong = everything.filter(
      ({ text, location, pii = [] }) =>
        ![...Object.values(location).flat(), ...pii.map(({ text: piece }) => piece)].every((piece) =>
          text.includes(piece),
        ),
    );
    expect(idsOf(wrong)).toEqual([]);
  });
});

describe('the corpus', () => {
  test('holds 10,000 messages and more, each with an id of its own', () => {
    expect(messages.length).toBeGreaterThanOrEqual(10_000);
    expect(new Set(idsOf(everything)).size).toBe(everything.length);
  });

  test('has no two messages that share over 60 % of their shingles', () => {
    expect(nearDuplicates(everything, 0.6)).toEqual([]);
  });

  test('is written in many frames: none makes up over 0.5 %', () => {
    const frameOf = frames();
    const most = Math.max(
      ...[...Map.groupBy(messages, ({ text }) => frameOf(text)).values()].map(({ length }) => length),
    );
    expect(most / messages.length).toBeLessThanOrEqual(0.005);
  });

  test.each(petitions)(
    'has 40 messages with and without the petition %s in every part of its border',
    (petition) => {
      const having = messages.filter(({ petitions: set }) => set.includes(petition));
      expect(having.length).toBeGreaterThanOrEqual(40);
      expect(messages.length - having.length).toBeGreaterThanOrEqual(40);
    },
  );

  test.each(incidents)('has 40 messages of the incident %s', (incident) => {
    expect(messages.filter((message) => message.incident === incident).length).toBeGreaterThanOrEqual(40);
  });

  test('shows each rule of the guide by 40 minimal pairs, 1,500 messages and more in all', () => {
    const paired = messages.filter(({ rule }) => rule !== undefined);
    const sides = Map.groupBy(paired, ({ rule, side }) => `${rule} ${side}`);
    expect(paired.length).toBeGreaterThanOrEqual(1_500);
    for (const [name, { length }] of sides) expect([name, length >= 40]).toEqual([name, true]);
    const pairs = Map.groupBy(paired, ({ pair }) => pair);
    expect([...pairs.values()].filter(({ length }) => length !== 2)).toEqual([]);
  });

  test('is split by voice: none stands in two parts, and each in one', () => {
    const split = readSplit();
    const placed = Object.values(split).flat();
    expect(placed.toSorted()).toEqual(voicesIn(join(corpusFolder, 'voices')));
  });
});
