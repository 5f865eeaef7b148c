import { statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadModel, modelFile } from '../shared/language/model-file.ts';
import { answersOf } from './answers.ts';
import { corpusHash, readHardSet, readPart } from './corpus.ts';
import { knowledgeHash } from './knowledge.ts';
import { measure } from './metrics.ts';

const most4MB = 4 * 1024 * 1024;

describe('the trained model', () => {
  test('was trained from this corpus and this knowledge: else run «npm run train»', () => {
    expect(loadModel().trainedFrom).toBe(`${corpusHash()} ${knowledgeHash()}`);
  });

  test('is small enough to stand beside the code', () => {
    expect(statSync(modelFile).size).toBeLessThanOrEqual(most4MB);
  });
});

/** What was reached when the model was committed, less a little; a change may not fall below. */
describe('what the model understands does not fall', () => {
  test('of voices that it has not heard', () => {
    const reached = measure(answersOf(readPart('test')));
    expect(reached.petitionMicroF1).toBeGreaterThanOrEqual(0.84);
    expect(reached.emergencyRecall).toBeGreaterThanOrEqual(0.91);
    expect(reached.emergencyPrecision).toBeGreaterThanOrEqual(0.7);
    expect(reached.incidentAccuracy).toBeGreaterThanOrEqual(0.7);
    expect(reached.falseIncidents).toBeLessThanOrEqual(0.16);
    expect(reached.placeF1).toBeGreaterThanOrEqual(0.7);
  });

  test('of the hard set', () => {
    const reached = measure(answersOf(readHardSet()));
    expect(reached.petitionMicroF1).toBeGreaterThanOrEqual(0.78);
    expect(reached.emergencyRecall).toBeGreaterThanOrEqual(0.84);
    expect(reached.emergencyPrecision).toBeGreaterThanOrEqual(0.6);
    expect(reached.inProgressAccuracy).toBeGreaterThanOrEqual(0.87);
  });
});
