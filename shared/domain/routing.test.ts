import { describe, expect, it } from 'vitest';
import { agencyFor, agencyNames, isSensitive } from './routing.ts';
import { incidents, petitions } from './taxonomy.ts';

describe('routing', () => {
  it('sends an emergency to dispatch whatever else it holds', () => {
    expect(agencyFor(['emergency', 'patrol_request'], 'street_lighting')).toBe('dispatch');
  });

  it('sends a report by its incident even where a patrol is asked for besides', () => {
    expect(agencyFor(['incident_report', 'patrol_request'], 'drug_activity')).toBe('anonymous_tips');
  });

  it('sends a request by what it asks, not by what it is about', () => {
    expect(agencyFor(['workshop_request'], 'drug_activity')).toBe('prevention');
  });

  it('has an agency with a name for every pair of labels', () => {
    for (const petition of petitions)
      for (const incident of [...incidents, null])
        expect(agencyNames[agencyFor([petition], incident)]).toMatch(/\S/u);
  });

  it('holds private what points at a victim or at whoever told', () => {
    for (const incident of [
      'domestic_violence',
      'sexual_offense',
      'drug_activity',
      'extortion_fraud',
      'self_harm',
    ] as const)
      expect(isSensitive(incident)).toBe(true);
    expect(isSensitive('street_lighting')).toBe(false);
    expect(isSensitive(null)).toBe(false);
  });
});
