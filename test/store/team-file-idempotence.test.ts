import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Store } from '../../src/db/store.ts';
import { freshDatabase } from '../support/database.ts';
import { applyText } from '../support/team.ts';

const now = Date.UTC(2026, 0, 5, 9);
const keys = ['a', 'b', 'c', 'd'] as const;
const zones = ['Europe/London', 'America/Chicago', 'US/Eastern', 'UTC'];
const values = ['1', '2', '3', '4'].map((digit) => digit.repeat(32).replace(/^./, 'k'));

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const key = fc.constantFrom(...keys);
const subset = fc.subarray([...keys]);
const common = { was: optional(key), enabled: optional(fc.boolean()) };
const wait = fc.constantFrom('90s', '5m', '4h', '2d');

/** A map of some of the keys. Former names are left out where the file itself forbids them. */
function section<T extends { was: string | undefined }>(entry: fc.Arbitrary<T>) {
  return fc.array(fc.tuple(key, entry), { maxLength: 4 }).map((pairs) => {
    const entries = Object.fromEntries(pairs);
    const claimed = new Set<string>(Object.keys(entries));
    for (const one of Object.values(entries)) {
      if (one.was !== undefined && claimed.has(one.was)) one.was = undefined;
      if (one.was !== undefined) claimed.add(one.was);
    }
    return entries;
  });
}

const person = fc.record({
  ...common,
  name: fc.string({ minLength: 1, maxLength: 20 }).filter((name) => name.trim() !== '' && !name.includes('${')),
  email: optional(fc.constantFrom('ada@example.com', 'bo@example.com')),
  zone: fc.constantFrom(...zones),
  role: optional(fc.constantFrom('owner', 'admin', 'responder', 'observer')),
  slack: optional(fc.constantFrom('U0A', 'U0B', 'U0C', 'U0D')),
});
const policy = fc.record({
  ...common,
  loops: optional(fc.integer({ min: 0, max: 9 })),
  rules: optional(fc.array(fc.record({ page: fc.constant(keys), wait, take: subset }), { maxLength: 3 })),
});
const service = fc.record({
  ...common,
  name: fc.constantFrom('Web shop', 'Database'),
  policy: optional(key),
  channel: optional(fc.constantFrom({}, { slack: 'C0OPS' }, { slack: 'C0DEV' })),
  acknowledge_timeout: optional(wait),
  auto_resolve: optional(wait),
  keys: optional(
    fc.uniqueArray(fc.record({ name: fc.constantFrom('x', 'y'), value: optional(fc.constantFrom(...values)) }), {
      selector: ({ name }) => name,
    }),
  ),
});

/** Team files that are right by themselves. What they refer to is among their own people and policies. */
const teamFile = fc
  .record({
    connect: optional(fc.constantFrom({}, { slack: 'T0A' }, { slack: 'T0B' })),
    notices: optional(fc.constantFrom({}, { slack: 'C0OWNERS' }, { slack: 'C0OTHER' })),
    people: section(person),
    policies: section(policy),
    services: section(service),
  })
  .map((file) => {
    const used = new Set<string>();
    const once = (value: string | undefined) => {
      if (value === undefined || used.has(value)) return undefined;
      used.add(value);
      return value;
    };
    for (const one of Object.values(file.people)) one.slack = once(one.slack) as typeof one.slack;
    const policies = Object.entries(file.policies).map(([name, { rules, ...rest }]) => {
      const kept = rules?.flatMap(({ take, wait: pause }) => {
        const page = take.filter((target) => target in file.people).map((target) => `person/${target}`);
        return page.length === 0 ? [] : [{ page, wait: pause }];
      });
      return [name, { ...rest, rules: kept }] as const;
    });
    const services = Object.entries(file.services).map(([name, { policy: named, keys: all, ...rest }]) => {
      const known = named !== undefined && named in file.policies ? named : undefined;
      return [name, { ...rest, policy: known, keys: all?.map((one) => ({ ...one, value: once(one.value) })) }] as const;
    });
    return stringify({
      account: 'acme',
      ...file,
      policies: Object.fromEntries(policies),
      services: Object.fromEntries(services),
    });
  });

/** Everything that a team file may change. */
async function everything({ read: { db, t } }: Store) {
  const { account, connection, person: people, identity, policy: policies, rule, service: services } = t;
  const rows = [];
  for (const table of [account, connection, people, identity, policies, rule, services, t.integrationKey]) {
    rows.push(await db.select().from(table));
  }
  return rows;
}

/** Applies it; null when the account as it is refuses it. */
async function tried(store: Store, text: string) {
  try {
    return await applyText(store, text, now);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('team.yaml:')) return null;
    throw error;
  }
}

it('a team file that is applied twice changes nothing the second time', async () => {
  await fc.assert(
    fc.asyncProperty(teamFile, async (text) => {
      const database = await freshDatabase();
      try {
        const first = await applyText(database.store, text, now);
        expect(first.changes[0]).toBe('add account acme');
        const before = await everything(database.store);
        expect(await applyText(database.store, text, now + 1)).toMatchObject({ changes: [], madeKeys: [] });
        expect(await everything(database.store)).toEqual(before);
      } finally {
        await database.close();
      }
    }),
    { numRuns: 60 },
  );
});

it('whatever was applied before, a file is applied wholly or not at all, and then again without a change', async () => {
  let applied = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(teamFile, { minLength: 2, maxLength: 5 }), async (texts) => {
      const database = await freshDatabase();
      try {
        for (const text of texts) {
          const before = await everything(database.store);
          const result = await tried(database.store, text);
          const after = await everything(database.store);
          if (result === null) {
            refused += 1;
            expect(after).toEqual(before);
            continue;
          }
          applied += 1;
          // What is said to have changed has, and the other way round.
          expect(JSON.stringify(after) === JSON.stringify(before)).toBe(result.changes.length === 0);
          expect((await applyText(database.store, text, now + 1)).changes).toEqual([]);
          expect(await everything(database.store)).toEqual(after);
        }
      } finally {
        await database.close();
      }
    }),
    { numRuns: 60 },
  );
  // Both happen often enough for the property to mean something.
  expect(Math.min(applied, refused)).toBeGreaterThan(20);
});
