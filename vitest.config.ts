import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real processes, browsers and databases on two cores: a test that hangs is ended, none is timed.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
