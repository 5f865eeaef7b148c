import { describe, expect, test } from 'vitest';
import { type Attached, attachWithinMs, foldReport, type Said } from './report.ts';

const base = Date.parse('2026-11-20T15:30:00Z');
const at = (seconds: number): Date => new Date(base + seconds * 1000);

const aSaid = (messageKey: string, seconds: number, fields: Partial<Said> = {}): Said => ({
  messageKey,
  sentAt: at(seconds),
  personKey: 'p1',
  groupCode: 'G01',
  petitions: ['incident_report'],
  incident: null,
  inProgress: false,
  priority: 'medium',
  location: {},
  needsReview: false,
  ...fields,
});
const anAttached = (messageKey: string, seconds: number, fields: Partial<Attached> = {}): Attached => ({
  messageKey,
  sentAt: at(seconds),
  personKey: 'p1',
  pin: null,
  ...fields,
});

describe('a report', () => {
  test('is the worst of what was said: priority, incident, every petition', () => {
    const report = foldReport('F', [
      aSaid('a', 0, { petitions: ['patrol_request'], priority: 'low', incident: 'disturbance' }),
      aSaid('b', 1, { petitions: ['emergency'], priority: 'high', incident: 'gunfire', inProgress: true }),
      aSaid('c', 2, { needsReview: true, incident: 'disturbance' }),
    ]);
    expect(report).toMatchObject({
      folio: 'F',
      priority: 'high',
      incident: 'gunfire',
      petitions: ['emergency', 'incident_report', 'patrol_request'],
      inProgress: true,
      needsReview: true,
      agency: 'dispatch',
      status: 'received',
    });
  });

  test('has the first told of each part of its place', () => {
    const report = foldReport('F', [
      aSaid('b', 5, { location: { colonia: 'Centro', street: ['Juárez'] } }),
      aSaid('a', 1, { location: { municipality: 'Guaymas', colonia: 'Petrolera' } }),
    ]);
    expect(report.location).toEqual({ municipality: 'Guaymas', colonia: 'Petrolera', street: ['Juárez'] });
  });

  test('opened with its first message by time, counts people once and names its groups', () => {
    const report = foldReport('F', [
      aSaid('b', 5, { personKey: 'p2', groupCode: null }),
      aSaid('a', 1),
      aSaid('c', 9, { groupCode: 'G02' }),
    ]);
    expect(report).toMatchObject({
      openedAt: at(1),
      reporters: 2,
      groupCodes: ['G01', 'G02'],
      messageKeys: ['a', 'b', 'c'],
    });
  });

  test('has the pins and pictures that its reporters sent within half an hour, before or after', () => {
    const half = attachWithinMs / 1000;
    const pin = { latitude: 29.1, longitude: -110.9 };
    const report = foldReport(
      'F',
      [aSaid('m', 0)],
      [
        anAttached('early', -half - 1, { pin }),
        anAttached('before', -half),
        anAttached('after', half, { pin: { latitude: 30, longitude: -111 } }),
        anAttached('later', half + 1, { pin }),
        anAttached('stranger', 0, { personKey: 'p9', pin }),
      ],
    );
    expect(report.messageKeys).toEqual(['before', 'm', 'after']);
    expect(report.pin).toEqual({ latitude: 30, longitude: -111 });
  });

  test('with nothing but unread things is of no priority and nowhere', () => {
    expect(foldReport('F', [aSaid('a', 0, { petitions: [], priority: 'none' })])).toMatchObject({
      priority: 'none',
      incident: null,
      location: {},
      pin: null,
    });
  });

  test('without a message does not exist', () => {
    expect(() => foldReport('F', [])).toThrow('Report F has no message');
  });
});
