import { describe, expect, it } from 'vitest';
import { examples } from './examples.ts';
import { phrasebook } from './phrasebook.ts';
import { reader } from './reading.ts';
import { judgeByRules } from './rules.ts';

const read = reader(phrasebook({}));

describe('the rules read', () => {
  it.each([...examples])('%s', (text, petitions, incident, inProgress) => {
    expect(judgeByRules(read(text), {}, null)).toMatchObject({ petitions, incident, inProgress });
  });

  it('a reply that only denies as about the incident of what it quotes', () => {
    const quoted = read('se oyen balazos en la cancha');
    expect(
      judgeByRules(read('falsa alarma vecinos'), { quotedText: 'se oyen balazos' }, quoted),
    ).toMatchObject({
      petitions: ['status_update'],
      incident: 'gunfire',
      inProgress: false,
    });
  });

  it('a colonia by its name, not by the word in it', () => {
    const judgement = judgeByRules(read('reunión de comité en Tiro al Blanco a las 7'), {}, null);
    expect(judgement.petitions).toEqual(['conversation']);
  });
});
