import { beforeEach, describe, expect, test } from 'vitest';
import { type AdminAnswer, admin } from './admin.ts';
import type { RegistryImport } from './requests.ts';

let asked: unknown[];
beforeEach(() => {
  asked = [];
});

const handle = (request: unknown): Promise<AdminAnswer> =>
  admin(request, {
    parked: {
      list: (month) => {
        asked.push(['list', month]);
        return Promise.resolve([]);
      },
      requeue: (key) => {
        asked.push(['requeue', key]);
        return Promise.resolve(true);
      },
    },
    registry: {
      import: (what: RegistryImport) => {
        asked.push(['import', what]);
        return Promise.resolve({ groups: 1, members: 0, operators: 0 });
      },
    },
    now: () => new Date('2026-11-20T15:30:00Z'),
  });

const consentedAt = '2026-11-01T00:00:00Z';
const member = { phone: '+526420000311', groupCode: 'G01', role: 'member', consentedAt };
const group = { code: 'G01', name: 'Comité', kind: 'committee', municipality: null, provisional: false };

describe('a request of the command line', () => {
  test('for what is parked is of this month unless it says which', async () => {
    expect(await handle({ action: 'parked.list' })).toEqual({ parked: [] });
    await handle({ action: 'parked.list', month: '2026-09' });
    expect(asked).toEqual([
      ['list', '2026-11'],
      ['list', '2026-09'],
    ]);
  });

  test('to put something back names its key', async () => {
    expect(await handle({ action: 'parked.requeue', pk: 'PARKED#2026-11', sk: 'e1' })).toEqual({
      requeued: true,
    });
    expect(asked).toEqual([['requeue', { pk: 'PARKED#2026-11', sk: 'e1' }]]);
  });

  test('to import a registry may leave out what it does not change', async () => {
    expect(await handle({ action: 'registry.import', groups: [group] })).toEqual({
      imported: { groups: 1, members: 0, operators: 0 },
    });
    expect(asked).toEqual([
      ['import', { action: 'registry.import', groups: [group], members: [], operators: [] }],
    ]);
  });

  test.each([
    ['nothing', undefined, ''],
    ['an unknown action', { action: 'drop' }, 'action'],
    ['a month that is none', { action: 'parked.list', month: '2026-13' }, 'month'],
    ['a key of another thing', { action: 'parked.requeue', pk: 'PERSON#p1', sk: 'PERSON' }, 'pk'],
    ['a field too many', { action: 'parked.list', all: true }, ''],
    [
      'a member without identifier',
      { action: 'registry.import', members: [{ ...member, phone: undefined }] },
      'members.0',
    ],
    [
      'a member without consent',
      { action: 'registry.import', members: [{ ...member, consentedAt: 'yes' }] },
      'members.0.consentedAt',
    ],
    [
      'an operator as member',
      { action: 'registry.import', members: [{ ...member, role: 'operator' }] },
      'members.0.role',
    ],
    [
      'a phone in words',
      { action: 'registry.import', operators: [{ phone: 'seis', municipality: '*' }] },
      'operators.0.phone',
    ],
    [
      'a digest at no hour',
      { action: 'registry.import', groups: [{ ...group, digestHour: '25:00' }] },
      'groups.0.digestHour',
    ],
    [
      'more than a page',
      { action: 'registry.import', members: Array.from({ length: 501 }, () => member) },
      'members',
    ],
  ])('with %s is refused by its path, and nothing is done', async (_, request, path) => {
    const answer = await handle(request);
    expect(answer).toEqual({ refused: [expect.objectContaining({ path })] });
    expect(asked).toEqual([]);
  });

  test('that is refused is not repeated in the answer', async () => {
    const answer = await handle({
      action: 'registry.import',
      members: [{ ...member, phone: 'tel 6420000311' }],
    });
    expect(JSON.stringify(answer)).not.toContain('6420000311');
  });
});
