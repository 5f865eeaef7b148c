import { describe, expect, it } from 'vitest';
import { chatter, emergencies } from './examples.ts';
import { openScreen } from './screen.ts';
import { loadScreen } from './screen-file.ts';

const mayBeEmergency = openScreen(loadScreen());

const text = (words: string): { type: string; text: string } => ({ type: 'text', text: words });

describe('the screen', () => {
  it.each(emergencies.map(([words]) => words))('lets in: %s', (words) => {
    expect(mayBeEmergency(text(words))).toBe(true);
    expect(mayBeEmergency(text(words.toUpperCase()))).toBe(true);
    expect(mayBeEmergency(text(words.normalize('NFD').replaceAll(/\p{M}/gu, '')))).toBe(true);
  });

  it.each([
    '🚨',
    'en la casa 🔥🔥',
    '🆘',
    '9-1-1',
    '9 1 1 por favor',
    'nueve uno uno',
    'AUXILIOOOO',
    'hincendio',
    'balasera',
  ])('lets in: %s', (words) => {
    expect(mayBeEmergency(text(words))).toBe(true);
  });

  it.each([
    { type: 'audio', text: '', voice: true },
    { type: 'audio', text: '' },
    { type: 'location', text: '' },
    { type: 'unsupported', text: '' },
    { type: 'something_new', text: '' },
    { type: 'interactive', text: 'Enterado' },
  ])('lets in what it cannot read or must not wait: $type', (message) => {
    expect(mayBeEmergency(message)).toBe(true);
  });

  it.each([
    { type: 'sticker', text: '' },
    { type: 'image', text: '' },
    { type: 'image', text: 'feliz lunes' },
    { type: 'reaction', text: '👍' },
    { type: 'text', text: 'buenos días vecinos, bendecido lunes' },
    { type: 'text', text: 'gracias, igualmente' },
    { type: 'text', text: '' },
  ])('keeps out what says nothing urgent: $type "$text"', (message) => {
    expect(mayBeEmergency(message)).toBe(false);
  });

  it('keeps out most of the chatter', () => {
    const letIn = chatter.filter(([words]) => mayBeEmergency(text(words)));
    expect(letIn.length).toBeLessThan(chatter.length);
  });
});
