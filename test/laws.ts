import { expect } from 'vitest';

/**
 * A law that says how long its longest case is means it: without this fast-check seldom goes beyond ten entries or
 * twenty characters, and limits are never reached. Only files of laws pay for loading it.
 */
// It is asked for the file's path; nothing is expected.
// oxlint-disable-next-line vitest/no-standalone-expect
if (expect.getState().testPath?.endsWith('.law.test.ts') === true) {
  const { configureGlobal } = await import('fast-check');
  configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true });
}
