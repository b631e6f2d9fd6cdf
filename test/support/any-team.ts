import fc from 'fast-check';

/** Words that YAML, JavaScript or the file itself might take for something else. */
const oddWords = [
  'yes',
  'no',
  'on',
  'off',
  'y',
  'n',
  'null',
  '~',
  'true',
  'False',
  '1e3',
  '0x1f',
  '0o7',
  '007',
  '.5',
  '1_000',
  '12:30:45',
  '2026-01-05',
  '=',
  '<<',
  '*star',
  '&and',
  '!tag',
  '- dash',
  '? ask',
  ': colon',
  'a: b',
  'a #b',
  '# note',
  '%x',
  '@at',
  '`tick`',
  '{ a: 1 }',
  '[a]',
  ']',
  ',',
  '"quoted"',
  "it's",
  '\\',
  '|',
  '>',
  '---',
  '...',
  'Zoë',
  '日本語',
  '🔥 on call 🔥',
  '👩‍👩‍👧',
  'e\u0301',
  'a\nb',
  'a\n\nb',
  'a\tb',
  'a\rb',
  'a\r\nb',
  'a  b',
  '\u0007bell',
  '\u001b[31mred',
  'a\u0085b',
  'a\u2028b',
  'a\u00a0b',
  '\u200b',
  'a\ufeffb',
  '\u202eabc',
  '$',
  '$$',
  `\${`,
  `\${NAME}`,
  `$\${NAME}`,
  `$$\${NAME}`,
  `\${NAME`,
  `$5 \${A}\${B} {C}`,
  'constructor',
  '__proto__',
  'x'.repeat(100),
];
const oddKeys = [
  'yes',
  'no',
  'null',
  'true',
  'y',
  '1e3',
  '0',
  '10',
  '9',
  '007',
  '0x1f',
  '1-1',
  '2026-01-05',
  'constructor',
];

const name = fc
  .oneof(
    fc.constantFrom(...oddWords),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }),
  )
  .filter((text) => text.trim() !== '' && text.length <= 100 && !/\p{Cc}/u.test(text.trim()));
const key = fc.oneof(fc.constantFrom(...oddKeys), fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,10}$/));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const duration = fc.oneof(
  fc.constantFrom('1s', '60s', '90s', '3600s', '24h', '24d', '1440m'),
  fc.tuple(fc.integer({ min: 1, max: 500 }), fc.constantFrom('s', 'm', 'h')).map(([n, unit]) => `${n}${unit}`),
);
const enabled = maybe(fc.boolean());

const section = <T>(entry: fc.Arbitrary<T>, maxLength: number) =>
  fc.uniqueArray(fc.tuple(key, entry), { selector: ([one]) => one, maxLength });

/** `${NAME}` in a text is the environment's; with one more dollar it is the text. */
const asText = (text: string): string => text.replace(/\$\{[A-Za-z_]\w*\}/g, (found) => `$${found}`);

/** Any team file that is right by itself and makes an account of odd names; JSON, which is YAML too. */
export const anyTeam: fc.Arbitrary<string> = fc
  .record({
    connect: maybe(fc.constantFrom({}, { slack: 'T0ACME' }, { slack: 'T0ACME', discord: '300000000000000001' })),
    notices: maybe(fc.constantFrom({}, { slack: 'C0OWNERS' }, { discord: '200000000000000009' })),
    people: section(
      fc.record({
        name: name.map(asText),
        email: maybe(fc.constantFrom('ada@example.com', 'bo+x@example.com')),
        zone: fc.constantFrom('UTC', 'Europe/London', 'US/Eastern', 'Etc/GMT+5'),
        role: maybe(fc.constantFrom('owner', 'admin', 'responder', 'observer')),
        slack: maybe(fc.constant('U0')),
        discord: maybe(fc.constant('1000000000000000')),
        enabled,
      }),
      5,
    ),
    policies: section(
      fc.record({
        loops: maybe(fc.nat({ max: 100 })),
        rules: fc.array(fc.record({ turn: fc.nat(), several: fc.boolean(), wait: duration }), { maxLength: 50 }),
        enabled,
      }),
      3,
    ),
    services: section(
      fc.record({
        name: name.map(asText),
        policy: maybe(fc.nat()),
        channel: maybe(fc.constantFrom({}, { slack: 'C0OPS' }, { slack: 'G0123ABC', discord: '200000000000000001' })),
        keys: maybe(fc.uniqueArray(name, { selector: (text) => text.trim(), maxLength: 3 })),
        enabled,
      }),
      4,
    ),
  })
  .map(({ connect, notices, people, policies, services }) => {
    const targets = people.map(([one]) => `person/${one}`);
    const turn = <T>(all: readonly T[], at: number): T | undefined => all[at % Math.max(1, all.length)];
    return JSON.stringify({
      account: 'acme',
      connect,
      notices,
      people: Object.fromEntries(
        people.map(([one, { slack, discord, ...entry }], place) => [
          one,
          { ...entry, slack: slack && `${slack}P${place}`, discord: discord && `${discord}${10 + place}` },
        ]),
      ),
      policies: Object.fromEntries(
        policies.map(([one, { rules, ...entry }]) => [
          one,
          {
            ...entry,
            rules: rules
              .map(({ turn: at, several, wait }) => ({ page: several ? targets : [turn(targets, at)], wait }))
              .filter(() => targets.length > 0),
          },
        ]),
      ),
      services: Object.fromEntries(
        services.map(([one, { policy, keys, ...entry }]) => [
          one,
          {
            ...entry,
            policy: policy === undefined ? undefined : turn(policies, policy)?.[0],
            keys: keys?.map((text) => ({ name: asText(text) })),
          },
        ]),
      ),
    });
  });
