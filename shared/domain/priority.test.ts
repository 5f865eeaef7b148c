import { describe, expect, it } from 'vitest';
import { type PriorityFacts, priorityOf } from './priority.ts';
import type { Priority } from './taxonomy.ts';

const facts = (given: Partial<PriorityFacts>): PriorityFacts => ({
  petitions: ['incident_report'],
  incident: null,
  inProgress: false,
  isReal: true,
  isVulnerable: false,
  isThreat: false,
  ...given,
});

const cases: [string, Partial<PriorityFacts>, Priority][] = [
  ['an emergency', { petitions: ['emergency', 'status_update'] }, 'high'],
  ['an emergency without an incident', { petitions: ['emergency'], isReal: false }, 'high'],
  ['chatter', { petitions: ['conversation'] }, 'none'],
  ['a child missing since yesterday', { incident: 'missing_person', isVulnerable: true }, 'high'],
  ['an adult missing since yesterday', { incident: 'missing_person' }, 'low'],
  ['a kidnapping told afterwards', { incident: 'kidnapping' }, 'high'],
  ['a gas leak told as a question', { petitions: ['question'], incident: 'gas_hazmat' }, 'high'],
  ['a denied kidnapping', { petitions: ['status_update'], incident: 'kidnapping', isReal: false }, 'low'],
  [
    'a child found',
    { petitions: ['status_update'], incident: 'missing_person', isVulnerable: true, isReal: false },
    'low',
  ],
  ['a talk on suicide', { petitions: ['workshop_request'], incident: 'self_harm', isReal: false }, 'low'],
  ['a threat against a school', { incident: 'school_violence', isThreat: true }, 'high'],
  ['quarrels at school', { incident: 'school_violence' }, 'low'],
  [
    'somebody suspicious now',
    { petitions: ['suspicious_activity'], incident: 'suspicious_person', inProgress: true },
    'medium',
  ],
  [
    'somebody suspicious yesterday',
    { petitions: ['suspicious_activity'], incident: 'suspicious_person' },
    'low',
  ],
  ['a burglary found later', { incident: 'burglary' }, 'medium'],
  ['drugs being sold', { incident: 'drug_activity', inProgress: true }, 'medium'],
  ['noise', { incident: 'disturbance', inProgress: true }, 'low'],
  ['a patrol asked for because of robberies', { petitions: ['patrol_request'], incident: 'robbery' }, 'low'],
  [
    'a report with a request',
    { petitions: ['incident_report', 'patrol_request'], incident: 'robbery' },
    'medium',
  ],
  ['a dark street', { petitions: ['public_service'], incident: 'street_lighting' }, 'low'],
];

describe('priority', () => {
  it.each(cases)('of %s', (_, given, expected) => {
    expect(priorityOf(facts(given))).toBe(expected);
  });
});
