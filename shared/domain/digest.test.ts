import { describe, expect, it } from 'vitest';
import { composeDigest, type DigestFact, digestSlot, dueGroups } from './digest.ts';
import type { Incident, Petition } from './taxonomy.ts';

const zone = 'America/Hermosillo';
const at = (time: string): Date => new Date(`2026-11-24T${time}:00-07:00`);

/** As many reports as there are names, one each; `+` joins neighbours of one report. */
const told = (petition: Petition, incident: Incident | null, ...names: string[]): DigestFact[] =>
  names.map((name) => ({ petitions: [petition], incident, reporterKeys: name.split('+') }));

describe('a digest is due', () => {
  const groups = [
    { code: 'usual' },
    { code: 'early', digestHour: '08:10' },
    { code: 'night', digestHour: '22:30' },
    { code: 'dawn', digestHour: '06:59' },
  ];
  const codes = (time: string): string[] =>
    dueGroups(groups, digestSlot(at(time), zone)).map(({ code }) => code);

  it('at its group’s quarter of an hour, by the zone’s clock, at six in the evening where nothing is said', () => {
    expect(codes('18:00')).toEqual(['usual', 'night', 'dawn']);
    expect(codes('18:14')).toEqual(['usual', 'night', 'dawn']);
    expect(codes('08:00')).toEqual(['early']);
    expect(codes('18:15')).toEqual([]);
  });

  it('never in the quiet of the night', () => {
    for (const time of ['21:00', '22:30', '00:00', '06:45']) expect(codes(time)).toEqual([]);
  });

  it('of the schedule’s date, tells of the day before, and has no use from nine in the evening on', () => {
    expect(digestSlot(at('18:07'), zone)).toEqual({
      date: '2026-11-24',
      toldDate: '2026-11-23',
      minute: 18 * 60,
      notAfter: at('21:00'),
    });
    expect(digestSlot(new Date('2026-03-01T01:00:00Z'), zone)).toMatchObject({
      date: '2026-02-28',
      toldDate: '2026-02-27',
    });
  });
});

describe('a digest says', () => {
  it('how many reports of each subject there were, the most first', () => {
    const facts = [
      ...told('public_service', 'street_lighting', 'ana', 'beto', 'caro'),
      ...told('patrol_request', null, 'ana', 'beto', 'caro', 'dani'),
    ];
    expect(composeDigest(facts)).toEqual([
      'Solicitud de patrullaje: 4 reportes.',
      'Alumbrado público: 3 reportes.',
    ]);
  });

  it('in one coarser line what is too little to stand alone', () => {
    const facts = [
      ...told('public_service', 'street_lighting', 'ana', 'beto'),
      ...told('public_service', 'road_damage', 'caro'),
      ...told('incident_report', 'disturbance', 'ana'),
    ];
    expect(composeDigest(facts)).toEqual(['Varios servicios públicos: 3 reportes.']);
  });

  it('apart from what stands alone, what does not', () => {
    const facts = [
      ...told('public_service', 'street_lighting', 'ana', 'beto', 'caro'),
      ...told('public_service', 'road_damage', 'ana', 'beto'),
      ...told('public_service', 'water_sewage', 'caro'),
    ];
    expect(composeDigest(facts)).toEqual([
      'Alumbrado público: 3 reportes.',
      'Otros servicios públicos: 3 reportes.',
    ]);
  });

  it('in the coarsest line what has no company of its kind', () => {
    const facts = [
      ...told('public_service', 'street_lighting', 'ana'),
      ...told('incident_report', 'disturbance', 'beto'),
      ...told('workshop_request', 'drug_activity', 'x'),
      ...told('incident_report', null, 'caro'),
    ];
    expect(composeDigest(facts)).toEqual(['Varios asuntos: 3 reportes.']);
  });

  it('nothing where there are three reports of fewer than three people', () => {
    expect(composeDigest(told('patrol_request', null, 'ana', 'ana', 'beto'))).toBeNull();
  });

  it('nothing of one report, however many told of it', () => {
    expect(composeDigest(told('incident_report', 'gunfire', 'ana+beto+caro'))).toBeNull();
  });

  it('nothing of what is sensitive, not even in a sum', () => {
    expect(
      composeDigest(told('incident_report', 'domestic_violence', 'ana', 'beto', 'caro', 'dani')),
    ).toBeNull();
    const facts = [
      ...told('incident_report', 'drug_activity', 'ana', 'beto'),
      ...told('public_service', 'road_damage', 'caro'),
    ];
    expect(composeDigest(facts)).toBeNull();
  });

  it('nothing where only news, questions and chatter were written', () => {
    expect(composeDigest(told('status_update', 'gunfire', 'ana', 'beto', 'caro'))).toBeNull();
    expect(composeDigest([])).toBeNull();
  });
});
