import { expect, test } from 'vitest';
import { municipalityOf } from '../domain/place.ts';
import { resolver } from './resolve.ts';

const resolve = resolver([
  { name: 'Hermosillo', kind: 'municipality', municipality: 'Hermosillo', aliases: ['Hillo'] },
  { name: 'Cajeme', kind: 'municipality', municipality: 'Cajeme' },
  { name: 'Ciudad Obregón', kind: 'town', municipality: 'Cajeme', aliases: ['Obregón'] },
  { name: 'Nogales', kind: 'municipality', municipality: 'Nogales' },
  { name: 'Solidaridad', kind: 'colonia', municipality: 'Hermosillo' },
  { name: 'Solidaridad', kind: 'colonia', municipality: 'Nogales' },
  { name: 'Sahuaro', kind: 'colonia', municipality: 'Hermosillo' },
  { name: 'La Matanza', kind: 'colonia', municipality: 'Hermosillo' },
  { name: 'Bulevar Solidaridad', kind: 'street', municipality: 'Hermosillo' },
  { name: 'Calle 12', kind: 'street', municipality: 'Hermosillo' },
  { name: 'Laguna del Náinari', kind: 'landmark', municipality: 'Cajeme', aliases: ['Náinari'] },
  { name: 'Ley', kind: 'landmark' },
]);
const sahuaro = { name: 'Sahuaro', kind: 'colonia', municipality: 'Hermosillo' };

test.each([['el sahuaro'], ['SAHUARO'], ['saguaro'], ['col. Sahuaro'], ['Sahuraro'], ['zaguaro']])(
  '%s is the colonia Sahuaro',
  (colonia) => {
    expect(resolve({ colonia })).toEqual([sahuaro]);
  },
);

test('a name that two towns have is of the town that is named, else of the speaker, else of none', () => {
  expect(resolve({ municipality: 'nogales', colonia: 'solidaridad' }, 'Hermosillo')).toEqual([
    { name: 'Nogales', kind: 'municipality', municipality: 'Nogales' },
    { name: 'Solidaridad', kind: 'colonia', municipality: 'Nogales' },
  ]);
  expect(resolve({ colonia: 'solidaridad' }, 'Hermosillo')).toMatchObject([{ municipality: 'Hermosillo' }]);
  expect(resolve({ colonia: 'solidaridad' })).toEqual([]);
});

test('a place that is known in another town only moves nobody there', () => {
  expect(resolve({ colonia: 'Sahuaro' }, 'Nogales')).toEqual([]);
  expect(resolve({ municipality: 'Hermosillo', colonia: 'Sahuaro' }, 'Nogales')).toContainEqual(sahuaro);
});

test('the same words are a street or a colonia by the part they stand in', () => {
  expect(resolve({ street: ['blvd. Solidaridad'] })).toMatchObject([{ kind: 'street' }]);
  expect(resolve({ colonia: 'Matanza' })).toMatchObject([{ name: 'La Matanza' }]);
});

test('a head town gives its municipality, a chain of shops gives none', () => {
  expect(municipalityOf(resolve({ municipality: 'obregon' }))).toBe('Cajeme');
  expect(resolve({ landmark: 'Ley' }, 'Nogales')).toEqual([{ name: 'Ley', kind: 'landmark' }]);
});

test('numbers and short names must be right to the letter', () => {
  expect(resolve({ street: ['calle 13'] })).toEqual([]);
  expect(resolve({ landmark: 'rey' })).toEqual([]);
});

test('what is known nowhere is left as it was written', () => {
  expect(resolve({ colonia: 'Las Lomas de Ningún Lado', street: ['x'], landmark: '' })).toEqual([]);
});
