import { describe, expect, test } from 'vitest';
import { openScreen } from '../../shared/language/screen.ts';
import { loadScreen } from '../../shared/language/screen-file.ts';
import { takeApart } from '../../shared/whatsapp/envelope.ts';
import { deliveries } from '../../test/deliveries/deliveries.ts';
import { isUrgent } from './screen.ts';

const screen = openScreen(loadScreen());
const isUrgentDelivery = (name: string): boolean => {
  const body = deliveries.find((each) => each.name === name)?.body.toString() ?? '';
  return (takeApart(JSON.parse(body)) ?? []).some((part) => isUrgent(part, screen));
};
const isUrgentMessage = (value: unknown): boolean => isUrgent({ kind: 'message', path: '', value }, screen);

describe('the screen before the queues', () => {
  test.each([
    'message-text-emergency',
    'message-voice-note',
    'message-audio-file',
    'message-location',
    'message-unsupported-poll',
  ])('lets in %s', (name) => {
    expect(isUrgentDelivery(name)).toBe(true);
  });

  test.each(['message-text', 'message-image-in-group', 'message-sticker-in-group', 'message-reaction'])(
    'leaves %s for later',
    (name) => {
      expect(isUrgentDelivery(name)).toBe(false);
    },
  );

  test('reads words wherever a type carries them', () => {
    for (const message of [
      { type: 'text', text: { body: 'se oyen balazos' } },
      { type: 'image', image: { caption: 'balazos en la esquina' } },
      { type: 'document', document: { caption: 'balazos' } },
    ])
      expect(isUrgentMessage(message)).toBe(true);
  });

  test('errs towards letting in what it cannot read', () => {
    for (const message of [
      null,
      {},
      { type: 7 },
      { type: 'hologram' },
      { type: '__proto__' },
      { type: 'constructor' },
    ])
      expect(isUrgentMessage(message)).toBe(true);
  });
});
