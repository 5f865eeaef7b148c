import type { Intent, Utterance } from '../shared/domain/intent.ts';
import type { HeldIntent } from '../shared/domain/sending.ts';

/** Makers of intents for tests: what a test does not name does not matter to it. */
export const noon = new Date('2026-11-23T19:00:00.000Z');

export const after = (ms: number, from: Date = noon): Date => new Date(from.getTime() + ms);

export function anIntent(given: Partial<Intent> = {}): Intent {
  return {
    id: 'intent-1',
    lane: 'answers',
    to: { kind: 'person', personKey: 'pVecina' },
    phoneNumberId: '111',
    utterance: {
      kind: 'answer',
      folio: 'SON-7K2M-9QXD',
      petitions: ['public_service'],
      incident: 'street_lighting',
      agency: 'Servicios Públicos',
      sensitive: false,
    },
    cause: 'SON-7K2M-9QXD',
    createdAt: noon,
    notAfter: after(24 * 3_600_000),
    ...given,
  };
}

export function aHeldIntent(given: Partial<HeldIntent> = {}): HeldIntent {
  return {
    ...anIntent(),
    state: 'pending',
    attempts: 0,
    nextAttemptAt: noon,
    wamid: null,
    templateOnly: false,
    outcome: null,
    revision: 0,
    strikes: 0,
    failedKeys: [],
    ...given,
  };
}

/** What an operator gets of an emergency told at noon. */
export const aCard: Utterance = {
  kind: 'operator-card',
  folio: 'SON-7K2M-9QXD',
  incident: 'gunfire',
  priority: 'high',
  location: { municipality: 'Hermosillo' },
  said: 'se oyeron balazos',
  saidAt: noon.toISOString(),
};
