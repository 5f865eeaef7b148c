import { describe, expect, it } from 'vitest';
import { openClassifier } from './classify.ts';
import { emergencies, examples } from './examples.ts';
import { loadModel } from './model-file.ts';

const classify = openClassifier(loadModel());

/** Plain messages: whatever subtleties it learns, these it must not miss. The corpus does not hold them. */
describe('plain messages', () => {
  /** Jokers who are shot at: to page for every laugh about a shot would bury the others. */
  const laughing = 'jaja ya mero me dan un balazo, están tirando aquí atrás';

  it('are taken for emergencies where they are', () => {
    const missed = emergencies.filter(([text]) => !classify(text).petitions.includes('emergency'));
    expect(missed.map(([text]) => text).filter((text) => text !== laughing)).toEqual([]);
  });

  it('are understood in nine of ten cases', () => {
    const right = examples.filter(
      ([text, petitions]) => JSON.stringify(classify(text).petitions) === JSON.stringify(petitions),
    );
    expect(right.length / examples.length).toBeGreaterThanOrEqual(0.9);
  });
});

describe('place', () => {
  it.each([
    ['se oyen balazos por el Oxxo de la calle Pesqueira', { landmark: 'Oxxo', street: ['calle Pesqueira'] }],
    ['hay un herido en la secundaria 24 de la sahuaro', { landmark: 'secundaria 24', colonia: 'sahuaro' }],
    ['una señora de la Cruz Roja pide ayuda en la Cholla', { colonia: 'Cholla' }],
    ['buenas noches vecinos', {}],
  ])('is kept as written: %s', (text, expected) => {
    expect(classify(text).location).toEqual(expected);
  });
});

describe('what surrounds a message', () => {
  it('takes what was forwarded many times for hearsay', () => {
    const text = 'se están robando a los niños afuera de las escuelas, tengan cuidado';
    expect(classify(text, { frequentlyForwarded: true }).petitions).toEqual(['conversation']);
  });

  it('asks a person to look at an emergency that was forwarded', () => {
    const text = 'se están metiendo a la casa de la esquina, manden patrulla';
    expect(classify(text, { forwarded: true })).toMatchObject({ priority: 'high', needsReview: true });
  });

  it("knows a place through slips of spelling, and the speaker's town decides between places of one name", () => {
    expect(classify('se oyen balazos en la colonia saguaro de hermosiyo').places).toEqual([
      { name: 'Hermosillo', kind: 'municipality', municipality: 'Hermosillo' },
      { name: 'Sahuaro', kind: 'colonia', municipality: 'Hermosillo' },
    ]);
    const text = 'se metieron a robar ahorita a una casa de la colonia Solidaridad';
    for (const municipality of ['Hermosillo', 'Nogales'])
      expect(classify(text, { municipality }).places).toMatchObject([{ name: 'Solidaridad', municipality }]);
    expect(classify(text).places).toEqual([]);
  });

  it('asks a person to look at what holds no word', () => {
    expect(classify('').needsReview).toBe(true);
  });
});
