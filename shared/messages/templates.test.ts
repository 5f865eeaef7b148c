import { describe, expect, it } from 'vitest';
import { parameterLimits, type Template, templates } from './templates.ts';

const all: [string, Template][] = Object.entries(templates);
const variables = (body: string): string[] =>
  [...body.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');

describe('templates keep what Meta demands of them', () => {
  it('no two share a name', () => {
    expect(new Set(all.map(([, { name }]) => name)).size).toBe(all.length);
  });

  it.each(all)(
    '%s has a legal name, footer, buttons and time to live',
    (_, { name, footer, quickReplies, ttlSeconds }) => {
      expect(name).toMatch(/^[a-z0-9_]{1,512}$/u);
      expect(footer.length).toBeLessThanOrEqual(60);
      expect(footer).not.toContain('{{');
      for (const label of quickReplies) expect(label.length).toBeLessThanOrEqual(20);
      expect(ttlSeconds).toBeGreaterThanOrEqual(30);
      expect(ttlSeconds).toBeLessThanOrEqual(43_200);
    },
  );

  it.each(all)('%s has an example for each variable and no other', (_, { body, examples }) => {
    expect(Object.keys(examples).toSorted()).toEqual([...new Set(variables(body))].toSorted());
    for (const example of Object.values(examples)) expect(example).toMatch(/^[^\n\t]+$/u);
  });

  it.each(all)('%s has no variable first, last, side by side or crowded', (_, { body }) => {
    expect(body).not.toMatch(/^\s*\{\{/u);
    expect(body).not.toMatch(/\}\}[\s\p{P}]*$/u);
    expect(body).not.toMatch(/\}\}\s*\{\{/u);
    const words = body
      .replaceAll(/\{\{\w+\}\}/g, ' ')
      .split(/\s+/u)
      .filter((word) => /\p{L}/u.test(word));
    expect(words.length).toBeGreaterThanOrEqual(3 * variables(body).length);
  });

  it.each(all)('%s fits 1,024 characters with every variable at its longest', (_, { body }) => {
    const limits: Record<string, number> = parameterLimits;
    const longest = body.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) =>
      'x'.repeat(limits[name] ?? Infinity),
    );
    expect(longest.length).toBeLessThanOrEqual(1024);
  });
});
