import { describe, expect, it } from 'vitest';
import { classify } from './classify.ts';
import { examples } from './examples.ts';

describe('the classifier reads', () => {
  it.each([...examples])('%s', (text, petitions, incident, inProgress) => {
    expect(classify(text)).toMatchObject({ petitions, incident, inProgress });
  });
});

describe('place', () => {
  it.each([
    ['se oyen balazos por el Oxxo de la calle Pesqueira', { landmark: 'Oxxo', street: ['calle Pesqueira'] }],
    ['robo en la colonia Balderrama, Hermosillo', { colonia: 'Balderrama', municipality: 'Hermosillo' }],
    ['choque en Blvd. Solidaridad y Luis Encinas', { street: ['Blvd. Solidaridad', 'Luis Encinas'] }],
    ['en la secundaria 24 de la sahuaro', { landmark: 'secundaria 24', colonia: 'sahuaro' }],
    ['calle 26 y Obregón en San Luis', { street: ['calle 26', 'Obregón'], municipality: 'San Luis' }],
    ['vivo en la Matanza desde niña', { colonia: 'Matanza' }],
    ['pleito en el fraccionamiento Las Haciendas', { colonia: 'fraccionamiento Las Haciendas' }],
    [
      'balazos por la Rosales, atrás del Oxxo de la Pesqueira',
      { street: ['Rosales', 'Pesqueira'], landmark: 'Oxxo' },
    ],
    ['una señora de la Cruz Roja en la Cholla', { colonia: 'Cholla' }],
    ['balazos en la colonia Centro de Hermosillo', { colonia: 'Centro', municipality: 'Hermosillo' }],
    ['balazos en la colonia Lomas de Nogales', { colonia: 'Lomas de Nogales' }],
    ['la salida a Nogales está cerrada', {}],
    ['buenas noches vecinos', {}],
  ])('is kept as written: %s', (text, expected) => {
    expect(classify(text).location).toEqual(expected);
  });

  it('does not take the name of a colonia for what happens there', () => {
    expect(classify('reunión de comité en Tiro al Blanco a las 7').petitions).toEqual(['conversation']);
  });
});

describe('what surrounds a message', () => {
  it('gives a reply that only denies the incident of what it quotes', () => {
    const classification = classify('falsa alarma vecinos', { quotedText: 'se oyen balazos en la cancha' });
    expect(classification).toMatchObject({
      petitions: ['status_update'],
      incident: 'gunfire',
      inProgress: false,
    });
  });

  it('takes what was forwarded many times for hearsay', () => {
    const text = 'se están robando a los niños afuera de las escuelas, tengan cuidado';
    expect(classify(text, { frequentlyForwarded: true }).petitions).toEqual(['conversation']);
  });

  it('asks a person to look at hearsay of an emergency', () => {
    expect(classify('dicen que hay balacera en la Altares').needsReview).toBe(true);
  });

  it('asks a person to look at what holds no word', () => {
    expect(classify('').needsReview).toBe(true);
  });
});
