import { defineConfig } from 'vitest/config';
import { postgresMissing, postgresPrograms } from './test/support/postgres-server.ts';

/** What is told of the store alone, of jobs and of the whole pipeline is told once more on PostgreSQL, word for word. */
const onBoth = ['test/store/**/*.test.ts', 'test/contract/executor-*.test.ts', 'test/flow/**/*.test.ts'];
/** What only SQLite does. */
const sqliteOnly = ['sqlite', 'writer', 'plans', 'migrate', 'serve-lock', 'database-place'];
/** Nothing of a database, or so many rounds that the round trips would be all that is measured. */
const once = ['drift', 'team-file-idempotence', 'team-file-any'];

const named = process.env.TEST_POSTGRES_URL ?? '';
const there = named !== '' || postgresPrograms() !== null;
if (!there) process.stderr.write(`${postgresMissing}\n`);

/** The stories that people are told in, and not one platform's protocol. */
const stories = {
  include: ['test/flow/**/*.test.ts'],
  exclude: ['test/flow/{faults-slack,faults-discord,discord}-*.test.ts'],
};
/** What goes wrong on the wire is told on one local platform at a time. */
const onTheWire = ['test/flow/faults-*.test.ts'];

export default defineConfig({
  test: {
    // A test holds nothing outside of itself (spies are taken back after each file), so a worker imports everything once.
    isolate: false,
    // Many tests wait for a process or a socket; the default leaves one of two cores without work.
    maxWorkers: '100%',
    // Real processes, browsers and databases on two cores: a test that hangs is ended, none is timed.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for ends the wait by itself; this is only when to give up.
    expect: { poll: { timeout: 15_000 } },
    // discord.js lets go of a connection that was not open yet, and of its errors (see src/stray-error.ts): what a server outlives
    // is no failure of a test either.
    onUnhandledError: (error) => !('syscall' in error && error.code === 'ECONNRESET'),
    projects: [
      {
        extends: true,
        test: { name: 'sqlite', include: ['test/**/*.test.ts'], exclude: ['test/postgres/**'] },
      },
      { extends: true, test: { name: 'discord', ...stories, env: { TEST_PLATFORMS: 'discord' } } },
      {
        extends: true,
        test: {
          name: 'both',
          include: stories.include,
          exclude: [...stories.exclude, ...onTheWire],
          env: { TEST_PLATFORMS: 'slack,discord' },
        },
      },
      ...(there
        ? [
            {
              extends: true as const,
              test: {
                name: 'postgres',
                include: [...onBoth, 'test/postgres/**/*.test.ts'],
                exclude: [...sqliteOnly, ...once].map((name) => `test/store/${name}.test.ts`),
                env: { TEST_DATABASE: 'postgres' },
                globalSetup: ['test/support/postgres-setup.ts'],
              },
            },
          ]
        : []),
    ],
  },
});
