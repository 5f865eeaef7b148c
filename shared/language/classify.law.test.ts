import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidents, petitions, priorities } from '../domain/taxonomy.ts';
import { openClassifier } from './classify.ts';
import { examples } from './examples.ts';
import { loadModel } from './model-file.ts';
import { tokenise } from './tokens.ts';

const classify = openClassifier(loadModel());

const words = examples.flatMap(([text]) => text.split(' '));
const message = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((chosen) => chosen.join(' ')),
  fc
    .tuple(fc.constantFrom(...examples), fc.constantFrom(...examples))
    .map(([[one], [other]]) => `${one}. ${other}`),
);
const context = fc.record(
  {
    municipality: fc.constantFrom('Hermosillo', 'Cajeme'),
    speaker: fc.constantFrom('member' as const, 'operator' as const),
    quotedText: message,
    forwarded: fc.boolean(),
    frequentlyForwarded: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe('whatever is written', () => {
  it('the labels are valid: one to three petitions in order, conversation alone, scores from 0 to 1', () => {
    fc.assert(
      fc.property(message, context, (text, around) => {
        const { petitions: chosen, incident, scores } = classify(text, around);
        expect(chosen).toEqual(petitions.filter((petition) => chosen.includes(petition)));
        expect(chosen.length).toBeGreaterThanOrEqual(1);
        expect(chosen.length).toBeLessThanOrEqual(3);
        expect(chosen.includes('conversation') && chosen.length > 1).toBe(false);
        expect(incident === null || incidents.includes(incident)).toBe(true);
        expect(Object.keys(scores)).toEqual(petitions);
        expect(Object.values(scores).every((score) => score >= 0 && score <= 1)).toBe(true);
      }),
    );
  });

  it('the priority agrees with the petitions', () => {
    fc.assert(
      fc.property(message, context, (text, around) => {
        const { petitions: chosen, priority, inProgress } = classify(text, around);
        expect(priorities).toContain(priority);
        expect(priority === 'none').toBe(chosen.includes('conversation'));
        expect(chosen.includes('emergency') && priority !== 'high').toBe(false);
        expect(chosen.includes('emergency') && !inProgress).toBe(false);
      }),
    );
  });

  it('the same words mean the same, and places are spelled as they were written', () => {
    fc.assert(
      fc.property(message, context, (text, around) => {
        const first = classify(text, around);
        expect(classify(text, around)).toEqual(first);
        const { municipality = '', colonia = '', landmark = '', street = [] } = first.location;
        for (const span of [municipality, colonia, landmark, ...street]) expect(text).toContain(span);
      }),
    );
  });

  it('capitals, lost accents and lengthened letters change no petition', () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.integer({ min: 3, max: 9 }), ([text], times) => {
        const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '');
        expect(tokenise(plain).map(({ word }) => word)).toEqual(tokenise(text).map(({ word }) => word));
        const shouted = `${text.toUpperCase()}${'!'.repeat(times)}`;
        expect(tokenise(shouted).map(({ word }) => word)).toEqual(tokenise(text).map(({ word }) => word));
      }),
    );
  });
});
