import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { applyText } from '../support/team.ts';
import { now } from '../support/team-acme.ts';

describe('any team file', () => {
  const key = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,6}$/);
  const name = fc.stringMatching(/^[A-Za-zäß☎ "':#{}\\]{1,12}$/).filter((text) => text.trim() !== '');
  const duration = fc.constantFrom('1s', '90s', '5m', '4h', '2d');
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const text = fc
    .record({
      people: fc.uniqueArray(
        fc.record({
          key,
          slack: fc.stringMatching(/^U[A-Z0-9]{6}$/),
          hasSlack: fc.boolean(),
          name,
          zone: fc.constantFrom('UTC', 'Europe/London', 'US/Eastern'),
          role: maybe(fc.constantFrom('owner', 'admin', 'responder', 'observer')),
          email: maybe(fc.constantFrom('ada@example.com', 'bo@example.com')),
          enabled: maybe(fc.boolean()),
        }),
        { selector: ({ key: one }) => one, minLength: 1, maxLength: 4 },
      ),
      policies: fc.uniqueArray(
        fc.record({
          key,
          loops: maybe(fc.nat({ max: 100 })),
          waits: fc.array(duration, { maxLength: 3 }),
          turn: fc.nat({ max: 3 }),
        }),
        { selector: ({ key: one }) => one, maxLength: 3 },
      ),
      services: fc.uniqueArray(
        fc.record({
          key,
          name,
          channel: maybe(fc.stringMatching(/^C[A-Z0-9]{6}$/)),
          policy: maybe(fc.nat({ max: 3 })),
          values: fc.array(maybe(fc.stringMatching(/^[a-z0-9]{32}$/)), { maxLength: 2 }),
        }),
        { selector: ({ key: one }) => one, maxLength: 3 },
      ),
    })
    .map(({ people, policies, services }) =>
      // JSON is YAML, and JSON.stringify leaves out what is undefined.
      JSON.stringify({
        account: 'acme',
        people: Object.fromEntries(
          people.map(({ key: one, slack, hasSlack, ...rest }, index) => [
            one,
            { ...rest, slack: hasSlack ? `${slack}${index}` : undefined },
          ]),
        ),
        policies: Object.fromEntries(
          policies.map(({ key: one, loops, waits, turn }) => [
            one,
            {
              loops,
              rules: waits.map((wait, i) => ({ page: [`person/${people[(turn + i) % people.length]?.key}`], wait })),
            },
          ]),
        ),
        services: Object.fromEntries(
          services.map(({ key: one, name: called, channel, policy, values }, place) => [
            one,
            {
              name: called,
              channel: channel === undefined ? undefined : { slack: channel },
              policy: policy === undefined ? undefined : policies[policy % Math.max(1, policies.length)]?.key,
              // A value of its own, wherever it stands.
              keys: values.map((value, i) => ({
                name: `k${i}`,
                value: value === undefined ? undefined : `${place}${i}${value.slice(2)}`,
              })),
            },
          ]),
        ),
      }),
    );

  it('applied twice changes nothing the second time, and applied after another all that is left to change', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, async (one, two) => {
        const fresh = await freshDatabase();
        try {
          const first = await applyText(fresh.store, one, now);
          expect(first.changes[0]).toBe('add account acme');
          expect(await applyText(fresh.store, one, now + 1)).toMatchObject({ changes: [], madeKeys: [] });
          const next = await applyText(fresh.store, two, now + 2).catch((error: Error) => error);
          // Somebody's Slack id or key may be another's by now; then it is refused in words.
          if (next instanceof Error)
            expect(next.message).toMatch(/^team\.yaml:1: .* (belongs to|every key needs a value)/);
          else expect(await applyText(fresh.store, two, now + 3)).toMatchObject({ changes: [], madeKeys: [] });
        } finally {
          await fresh.close();
        }
      }),
      { numRuns: 60 },
    );
  });
});
