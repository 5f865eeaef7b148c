import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Utterance } from '../domain/intent.ts';
import { incidents, petitions, priorities } from '../domain/taxonomy.ts';
import { freeForm, template } from './render.ts';
import { parameterLimits, templates } from './templates.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc.string({
    unit: fc.constantFrom('\n', '\t', ' ', '\u2028', '🚨', 'ñ', '{{folio}}', '\uD800'),
    maxLength: 900,
  }),
);
const folio = fc.string({
  unit: fc.constantFrom('A', 'Z', '7', '-'),
  minLength: 1,
  maxLength: 64,
});
const incident = fc.option(fc.constantFrom(...incidents));
const location = fc.record(
  { municipality: text, colonia: text, street: fc.array(text, { maxLength: 3 }), landmark: text },
  { requiredKeys: [] },
);
const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
const sensitive = fc.boolean();

const utterance: fc.Arbitrary<Utterance> = fc.oneof(
  fc.record({ kind: fc.constant('emergency-answer' as const), folio, incident, sensitive }),
  fc.record({
    kind: fc.constant('answer' as const),
    folio,
    petitions: fc.subarray(petitions, { minLength: 1, maxLength: 3 }),
    incident,
    agency: text,
    sensitive,
  }),
  fc.record({ kind: fc.constant('voice-answer' as const), folio }),
  fc.record({
    kind: fc.constant('operator-card' as const),
    folio,
    incident,
    priority: fc.constantFrom(...priorities),
    location,
    said: fc.option(text),
    saidAt: instant.map((date) => date.toISOString()),
  }),
  fc.record({
    kind: fc.constant('digest' as const),
    date: instant.map((date) => date.toISOString().slice(0, 10)),
    groupName: text,
    lines: fc.array(text, { minLength: 1, maxLength: 30 }),
  }),
);

describe('whatever is said', () => {
  it('fits WhatsApp’s limits as free text, and shows its folio as given', () => {
    fc.assert(
      fc.property(utterance, instant, (said, now) => {
        const form = freeForm(said, now);
        expect(form.body.length).toBeLessThanOrEqual(
          form.kind === 'buttons' || said.kind !== 'digest' ? 1024 : 4096,
        );
        expect(form.body.isWellFormed()).toBe(true);
        expect(form.body).toContain(said.kind === 'digest' ? '9-1-1' : said.folio);
        const buttons = form.kind === 'buttons' ? form.buttons : [];
        expect(buttons.length).toBeLessThanOrEqual(3);
        for (const { id, title } of buttons) {
          expect(id.length).toBeLessThanOrEqual(256);
          expect(title.length).toBeLessThanOrEqual(20);
        }
      }),
    );
  });

  it('fits a registered template: its variables, each filled, on one line, within its length', () => {
    const limits: Record<string, number> = parameterLimits;
    fc.assert(
      fc.property(utterance, instant, (said, now) => {
        const call = template(said, now);
        const registered = Object.values(templates).find(({ name }) => name === call.name);
        expect(Object.keys(call.parameters).toSorted()).toEqual(
          Object.keys(registered?.examples ?? {}).toSorted(),
        );
        expect(call.buttons?.length ?? 0).toBe(registered?.quickReplies.length);
        for (const [name, value] of Object.entries(call.parameters)) {
          expect(value).toMatch(/[\p{L}\p{N}\p{S}\p{P}]/u);
          expect(value).not.toMatch(/[\r\n\t\u2028\u2029]| {5,}/u);
          expect(value.length).toBeLessThanOrEqual(limits[name] ?? 0);
          expect(value.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
