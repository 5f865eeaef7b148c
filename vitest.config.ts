import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,functions,infra,local,admin,training,test}/**/*.test.ts'],
    setupFiles: ['test/quiet.ts', 'test/laws.ts'],
    globalSetup: ['test/assembly.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
