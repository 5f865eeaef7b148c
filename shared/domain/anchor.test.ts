import { describe, expect, test } from 'vitest';
import { type Anchor, anchorOf, anchorText, type Whereabouts } from './anchor.ts';
import { dayIn } from './calendar.ts';
import type { Place } from './place.ts';
import { type Incident, incidents, type Location, type Petition, petitions } from './taxonomy.ts';

const day = dayIn('America/Hermosillo');
const at = (time: string): Date => new Date(`2026-11-20T${time}Z`);
const inGroup: Whereabouts = { groupCode: 'G01', municipality: 'Guaymas', personKey: 'p1' };
const alone: Whereabouts = { groupCode: null, municipality: null, personKey: 'p1' };

function anchor(
  petition: Petition,
  incident: Incident | null = null,
  {
    time = '15:10:00',
    where = inGroup,
    location = {},
    places = [],
  }: { time?: string; where?: Whereabouts; location?: Location; places?: Place[] } = {},
): string | null {
  const made = anchorOf({ petitions: [petition], incident, location, places }, at(time), where, day);
  return made && anchorText(made);
}

const where = (personKey: string): Whereabouts => ({ ...alone, personKey });
const two = (...named: Petition[]): Anchor | null =>
  anchorOf({ petitions: named, incident: null, location: {}, places: [] }, at('15:00:00'), inGroup, day);

describe('an anchor', () => {
  test('is one for whoever tells of the same danger in a group within the same half hour', () => {
    const shots = anchor('emergency', 'gunfire');
    expect(anchor('emergency', 'armed_persons', { time: '15:29:59' })).toBe(shots);
    expect(anchor('incident_report', 'homicide', { where: { ...inGroup, personKey: 'p2' } })).toBe(shots);
    expect(anchor('emergency', 'gunfire', { time: '15:30:00' })).not.toBe(shots);
    expect(anchor('emergency', 'fire')).not.toBe(shots);
    expect(anchor('emergency', 'gunfire', { where: { ...inGroup, groupCode: 'G02' } })).not.toBe(shots);
  });

  test('of a standing defect is one for the whole local day', () => {
    const dark = anchor('public_service', 'road_damage', { time: '07:00:00' });
    expect(anchor('public_service', 'road_damage', { time: '23:59:59' })).toBe(dark);
    // Midnight in Hermosillo is 07:00 UTC.
    expect(anchor('public_service', 'road_damage', { time: '06:59:59' })).not.toBe(dark);
  });

  test('of an emergency is never a matter of the day', () => {
    expect(anchor('emergency', 'drug_activity', { time: '15:00:00' })).not.toBe(
      anchor('emergency', 'drug_activity', { time: '18:00:00' }),
    );
    expect(anchor('incident_report', 'drug_activity', { time: '15:00:00' })).toBe(
      anchor('incident_report', 'drug_activity', { time: '18:00:00' }),
    );
  });

  test('without a group is the colonia that is named, however it is spelt, else the person', () => {
    const location = { municipality: 'Guaymas', colonia: 'San José  del Mar' };
    const named = anchor('emergency', 'fire', { where: where('p1'), location });
    const plain = { municipality: 'guaymas', colonia: 'san jose del mar' };
    expect(anchor('emergency', 'fire', { where: where('p2'), location: plain })).toBe(named);
    const unnamed = anchor('emergency', 'fire', { where: where('p1') });
    expect(anchor('emergency', 'fire', { where: where('p2') })).not.toBe(unnamed);
    expect(anchor('emergency', 'fire', { where: where('p1'), location: { colonia: 'San José' } })).toBe(
      unnamed,
    );
  });

  test('of a question or an enrolment is the own matter of whoever writes', () => {
    for (const petition of ['question', 'group_enrollment'] as const)
      expect(anchor(petition, 'gunfire')).not.toBe(
        anchor(petition, 'gunfire', { where: { ...inGroup, personKey: 'p2' } }),
      );
  });

  test('is one for all spellings of a place that is known', () => {
    const places: Place[] = [{ name: 'Sahuaro', kind: 'colonia', municipality: 'Hermosillo' }];
    const told = (colonia: string): string | null =>
      anchor('emergency', 'gunfire', { where: alone, location: { colonia }, places });
    expect(told('el saguaro')).toBe(told('Sahuaro'));
  });

  test('is none for chatter and follow-ups, and exists for all else', () => {
    const without = petitions.filter((petition) => anchor(petition) === null);
    expect(without).toEqual(['status_update', 'conversation']);
    expect(
      anchorOf(
        { petitions: [], incident: 'gunfire', location: {}, places: [] },
        at('15:00:00'),
        inGroup,
        day,
      ),
    ).toBeNull();
    for (const incident of [...incidents, null])
      expect(anchor('incident_report', incident)).toMatch(/^group:G01\|\w+\|/u);
  });

  test('follows the first petition of those named, in whatever order they come', () => {
    expect(two('patrol_request', 'emergency')).toEqual(two('emergency', 'patrol_request'));
    expect(two('conversation', 'patrol_request')?.family).toBe('patrol_request');
  });
});
