import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/account/role.ts';
import { attempt } from '../../src/db/attempt.ts';
import { hashKey } from '../../src/service/integration-key.ts';
import { applyTeamFile } from '../../src/team-file/apply.ts';
import { readTeamFile } from '../../src/team-file/read.ts';
import { freshDatabase, onPostgres, type TestDatabase } from '../support/database.ts';
import { applyText, countedKeys, operator } from '../support/team.ts';

const now = Date.UTC(2026, 0, 5, 9);
const webKey = 'aaaabbbbccccddddeeeeffffgggg1111';
const team = `account: acme
connect: { slack: T0ACME }
notices: { slack: C0OWNERS }
people:
  ada: { name: Ada, email: ada@example.com, zone: Europe/London, role: owner, slack: U0ADA }
  bo: { name: Bo, zone: America/Chicago, slack: U0BO }
policies:
  default:
    loops: 2
    rules:
      - { page: [person/ada], wait: 5m }
      - { page: [person/bo, person/ada], wait: 10m }
services:
  web:
    name: Web shop
    policy: default
    channel: { slack: C0OPS }
    keys:
      - { name: alertmanager, value: ${webKey} }
`;

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

const apply = (text: string) => applyText(database.store, text, now);
const changes = async (text: string) => (await apply(text)).changes;
/** `team` with one thing written otherwise; throws when that thing is not there. */
function but(from: string, to: string, text = team): string {
  if (!text.includes(from)) throw new Error(`there is no ${from}`);
  return text.replace(from, to);
}

/** Every row of every table that a team file may write. */
async function everything() {
  const { db, t } = database.store.read;
  return {
    account: await db.select().from(t.account),
    connection: await db.select().from(t.connection),
    person: await db.select().from(t.person),
    identity: await db.select().from(t.identity),
    policy: await db.select().from(t.policy),
    rule: await db.select().from(t.rule),
    service: await db.select().from(t.service),
    key: await db.select().from(t.integrationKey),
  };
}

/** Refused for that, and nothing of it is written. */
async function refused(text: string, ...problems: readonly string[]): Promise<void> {
  const before = await everything();
  await expect(apply(text)).rejects.toThrow(new Error(problems.map((problem) => `team.yaml:${problem}`).join('\n')));
  expect(await everything()).toEqual(before);
}

describe('a team file in an empty database', () => {
  it('makes everything that it names, and says so', async () => {
    expect(await changes(team)).toEqual([
      'add account acme',
      'change where owners are told',
      'connect Slack T0ACME',
      'add person ada',
      'add person bo',
      'ada is U0ADA in Slack',
      'bo is U0BO in Slack',
      'add policy default',
      'add service web',
      'add key alertmanager of service web',
    ]);
    const { account, connection, person, identity, policy, rule, service, key } = await everything();
    expect(account).toMatchObject([{ key: 'acme', notices: { slack: 'C0OWNERS' }, lastNumber: 0, createdAt: now }]);
    const accountId = account[0]?.id;
    expect(connection).toMatchObject([{ accountId, platform: 'slack', externalId: 'T0ACME' }]);
    expect(person).toMatchObject([
      {
        accountId,
        key: 'ada',
        name: 'Ada',
        email: 'ada@example.com',
        zone: 'Europe/London',
        role: 'owner',
        status: 'active',
      },
      { accountId, key: 'bo', name: 'Bo', email: null, zone: 'America/Chicago', role: 'responder', status: 'active' },
    ]);
    const [ada, bo] = person;
    const connectionId = connection[0]?.id;
    expect(identity).toMatchObject([
      { accountId, connectionId, personId: ada?.id, externalId: 'U0ADA' },
      { accountId, connectionId, personId: bo?.id, externalId: 'U0BO' },
    ]);
    expect(policy).toMatchObject([{ accountId, key: 'default', loops: 2, status: 'active' }]);
    expect(rule).toMatchObject([
      { place: 0, wait: 300_000, targets: [{ kind: 'person', id: ada?.id }] },
      {
        place: 1,
        wait: 600_000,
        targets: [
          { kind: 'person', id: bo?.id },
          { kind: 'person', id: ada?.id },
        ],
      },
    ]);
    expect(service).toMatchObject([
      {
        accountId,
        key: 'web',
        name: 'Web shop',
        policyId: policy[0]?.id,
        channels: { slack: 'C0OPS' },
        status: 'active',
      },
    ]);
    expect(key).toMatchObject([
      { accountId, serviceId: service[0]?.id, name: 'alertmanager', hash: hashKey(webKey), status: 'active' },
    ]);
  });

  it('keeps no key in the clear', async () => {
    await apply(team);
    expect(JSON.stringify(await everything())).not.toContain(webKey);
  });

  it('knows of a Slack that somebody is in, though its workspace is told later', async () => {
    expect(await changes(but('connect: { slack: T0ACME }\n', ''))).toContain('add Slack');
    expect((await everything()).connection).toMatchObject([{ externalId: null }]);
    expect(await changes(team)).toEqual(['connect Slack T0ACME']);
  });

  it('makes no connection that nobody uses', async () => {
    await apply('account: acme\npeople:\n  ada: { name: Ada, zone: UTC }\n');
    expect((await everything()).connection).toEqual([]);
  });
});

describe('a team file that is applied again', () => {
  beforeEach(async () => {
    await apply(team);
  });

  it('changes nothing', async () => {
    const before = await everything();
    expect(await apply(team)).toMatchObject({ changes: [], madeKeys: [] });
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['a name', but('name: Ada,', 'name: Ada Lovelace,'), ['change person ada: name']],
    [
      'several fields',
      but('{ name: Bo, zone: America/Chicago', '{ name: B, zone: UTC, role: admin, email: b@example.com'),
      ['change person bo: name, email, zone, role'],
    ],
    ['an e-mail address that is gone', but(' email: ada@example.com,', ''), ['change person ada: email']],
    ['a person who is away', but('slack: U0BO', 'slack: U0BO, enabled: false'), ['change person bo: enabled']],
    ['a Slack id', but('U0BO', 'U0BOBO'), ['bo is U0BOBO in Slack']],
    ['a wait', but('wait: 5m', 'wait: 6m'), ['change policy default: rules']],
    ['the order of targets', but('person/bo, person/ada', 'person/ada, person/bo'), ['change policy default: rules']],
    ['a rule less', but('      - { page: [person/ada], wait: 5m }\n', ''), ['change policy default: rules']],
    ['the loops', but('loops: 2', 'loops: 3'), ['change policy default: loops']],
    ['a policy out of use', but('loops: 2', 'loops: 2\n    enabled: false'), ['change policy default: enabled']],
    ['a service’s name', but('Web shop', 'Shop'), ['change service web: name']],
    ['a service’s channel', but('C0OPS', 'C0LOUD'), ['change service web: channel']],
    ['a service without a channel', but('{ slack: C0OPS }', '{}'), ['change service web: channel']],
    ['a service without a policy', but('    policy: default\n', ''), ['change service web: policy']],
    [
      'another policy',
      but('    policy: default', '    policy: quiet', but('services:', '  quiet: {}\nservices:')),
      ['add policy quiet', 'change service web: policy'],
    ],
    ['a service out of use', but('Web shop', 'Web shop\n    enabled: false'), ['change service web: enabled']],
    ['a key', but(webKey, webKey.replace('1111', '2222')), ['change key alertmanager of service web']],
    ['where owners are told', but('C0OWNERS', 'C0LOUD'), ['change where owners are told']],
    ['the workspace', but('T0ACME', 'T0OTHER'), ['connect Slack T0OTHER']],
    [
      'a new name of a person',
      but('bo: { name: Bo,', 'robert: { name: Bo, was: bo,', but('person/bo', 'person/robert')),
      ['rename person bo to robert'],
    ],
    [
      'a new name and role',
      but('bo: { name: Bo,', 'robert: { name: Bo, was: bo, role: admin,', but('person/bo', 'person/robert')),
      ['change person robert (was bo): role'],
    ],
    [
      'a new name of a policy',
      but('  default:\n', '  main:\n    was: default\n', but('policy: default', 'policy: main')),
      ['rename policy default to main'],
    ],
    ['a new name of a service', but('  web:\n', '  shop:\n    was: web\n'), ['rename service web to shop']],
  ])('says %s in words, and then nothing', async (_, text, expected) => {
    expect(await changes(text)).toEqual(expected);
    expect(await changes(text)).toEqual([]);
  });

  it('keeps who somebody is when they are renamed', async () => {
    const before = await everything();
    await apply(but('bo: { name: Bo,', 'robert: { name: Bo, was: bo,', but('person/bo', 'person/robert')));
    const after = await everything();
    expect(after.person.map((row) => row.id)).toEqual(before.person.map((row) => row.id));
    expect(after.rule).toEqual(before.rule);
    expect(after.identity).toEqual(before.identity);
  });

  it('leaves alone what it does not name', async () => {
    const before = await everything();
    expect(await changes('account: acme\n')).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  it('may name a person and a policy that only the account knows', async () => {
    const text =
      'account: acme\npolicies:\n  night:\n    rules: [{ page: [person/bo], wait: 1h }]\nservices:\n  db: { name: Database, policy: default }\n';
    expect(await changes(text)).toEqual(['add policy night', 'add service db']);
    const { person, policy, rule, service } = await everything();
    const night = policy.find((row) => row.key === 'night');
    expect(rule.find((row) => row.policyId === night?.id)?.targets).toEqual([
      { kind: 'person', id: person.find((row) => row.key === 'bo')?.id },
    ]);
    expect(service.find((row) => row.key === 'db')?.policyId).toBe(policy.find((row) => row.key === 'default')?.id);
  });
});

describe('a key without a value', () => {
  const text = but(`, value: ${webKey}`, '');

  it('is made once, shown once, and kept as its hash', async () => {
    const { madeKeys } = await apply(text);
    expect(madeKeys).toEqual([{ service: 'web', name: 'alertmanager', value: expect.stringMatching(/^made0+\d+$/) }]);
    const before = await everything();
    expect(before.key.map((row) => row.hash)).toEqual(madeKeys.map(({ value }) => hashKey(value)));
    expect(JSON.stringify(before)).not.toContain(madeKeys[0]?.value);
    expect(await apply(text)).toMatchObject({ changes: [], madeKeys: [] });
    expect(await everything()).toEqual(before);
  });

  it('leaves the one that is there', async () => {
    await apply(team);
    expect(await apply(text)).toMatchObject({ changes: [], madeKeys: [] });
    expect((await everything()).key.map((row) => row.hash)).toEqual([hashKey(webKey)]);
  });
});

describe('a team file that does not fit its account', () => {
  it.each([
    [
      'a person whom nobody knows',
      but('person/bo,', 'person/bob,'),
      [
        '12: policies.default.rules.1.page.0 names the person bob, which is neither in this file nor in the account. Did you mean bo?',
      ],
    ],
    [
      'a policy that nobody knows',
      but('policy: default', 'policy: defualt'),
      [
        '16: services.web.policy names the policy defualt, which is neither in this file nor in the account. Did you mean default?',
      ],
    ],
    [
      'both',
      but('policy: default', 'policy: night', but('person/bo,', 'person/adda,')),
      [
        '12: policies.default.rules.1.page.0 names the person adda, which is neither in this file nor in the account. Did you mean ada?',
        '16: services.web.policy names the policy night, which is neither in this file nor in the account. Did you mean default?',
      ],
    ],
  ])('names %s: nothing is written, not even the account', async (_, text, problems) => {
    await refused(text, ...problems);
    expect((await everything()).account).toEqual([]);
  });

  it('names somebody by the name that they no longer have', async () => {
    await apply(team);
    const problem =
      '12: policies.default.rules.1.page.0 names the person bo, which is neither in this file nor in the account. Did you mean ada?';
    await refused(but('bo: { name: Bo,', 'robert: { name: Bo, was: bo,'), problem);
  });

  it('has nobody at all to name', async () => {
    const text = 'account: acme\npolicies:\n  default:\n    rules: [{ page: [person/ada], wait: 5m }]\n';
    await refused(
      text,
      '4: policies.default.rules.0.page.0 names the person ada, which is neither in this file nor in the account.',
    );
  });

  it('gives a Slack id to somebody else than before', async () => {
    await apply(team);
    const text = 'account: acme\npeople:\n  eve: { name: Eve, zone: UTC, slack: U0ADA }\n';
    await refused(text, '3: people.eve.slack belongs to ada already, who has no other in this file');
  });

  it('renames to a name that is taken', async () => {
    await apply(team);
    const text = 'account: acme\npeople:\n  ada: { name: Ada, zone: UTC, was: bo }\n';
    await refused(text, '3: people.ada.was cannot take the place of bo: both exist');
  });

  it('takes the key of another service', async () => {
    await apply(team);
    const text = `account: acme\nservices:\n  db:\n    name: Database\n    keys: [{ name: a, value: ${webKey} }]\n`;
    await refused(
      text,
      `5: services.db.keys.0.value is the key alertmanager of service web; every key needs a value of its own`,
    );
  });

  it('takes the key of another account', async () => {
    await apply(team);
    const text = `account: other\nservices:\n  db:\n    name: Database\n    keys: [{ name: a, value: ${webKey} }]\n`;
    await refused(
      text,
      `5: services.db.keys.0.value is in use already, or was once; every key needs a value of its own`,
    );
    expect((await everything()).account).toHaveLength(1);
  });

  it('takes the workspace of another account', async () => {
    await apply(team);
    await refused(
      'account: other\nconnect: { slack: T0ACME }\n',
      '2: connect.slack is connected to another account already',
    );
  });
});

describe('two accounts in one database', () => {
  const other = team
    .replaceAll(/acme|T0ACME/g, (word) => (word === 'acme' ? 'other' : 'T0OTHER'))
    .replace(webKey, webKey.replace('1111', '3333'));

  it('do not touch each other, though they use the same names', async () => {
    await apply(team);
    const before = await everything();
    expect((await changes(other))[0]).toBe('add account other');
    const accountId = before.account[0]?.id;
    const own = (rows: Awaited<ReturnType<typeof everything>>) => ({
      account: rows.account.filter(({ id }) => id === accountId),
      ...Object.fromEntries(
        (['connection', 'person', 'identity', 'policy', 'rule', 'service', 'key'] as const).map((table) => [
          table,
          rows[table].filter((row) => row.accountId === accountId),
        ]),
      ),
    });
    expect(own(await everything())).toEqual(before);
    await apply(but('Web shop', 'Shop', but('name: Ada,', 'name: A,', but('loops: 2', 'loops: 5', other))));
    expect(own(await everything())).toEqual(before);
    expect(await changes(team)).toEqual([]);
  });

  it('do not know each other’s people and policies', async () => {
    await apply(team);
    const text =
      'account: other\npolicies:\n  default:\n    rules: [{ page: [person/ada], wait: 5m }]\nservices:\n  web: { name: W, policy: main }\n';
    await refused(
      text,
      '4: policies.default.rules.0.page.0 names the person ada, which is neither in this file nor in the account.',
      '6: services.web.policy names the policy main, which is neither in this file nor in the account. Did you mean default?',
    );
  });
});

describe('who may apply a team file', () => {
  const as = async (role: Role) => {
    const read = readTeamFile(team, {});
    if (!read.ok) throw new Error('the team file is wrong');
    const who = { who: { kind: 'person', id: 'per_1' }, role } as const;
    return await attempt(database.store, (tx) => applyTeamFile(tx, countedKeys(), who, read.value.file, now));
  };

  it.each<Role>(['admin', 'responder', 'observer'])('not somebody who is %s', async (role) => {
    expect(await as(role)).toEqual({ ok: false, refusal: { code: 'not-permitted' } });
    expect((await everything()).account).toEqual([]);
  });

  it('an owner', async () => {
    expect(await as('owner')).toMatchObject({ ok: true });
  });

  it('not a monitoring tool or a timer', async () => {
    const read = readTeamFile(team, {});
    if (!read.ok) throw new Error('the team file is wrong');
    for (const who of [{ kind: 'key', id: 'key_1', name: 'k', serviceId: 'svc_1' }, { kind: 'timer' }] as const) {
      const result = await attempt(database.store, (tx) =>
        applyTeamFile(tx, countedKeys(), { who, role: null }, read.value.file, now),
      );
      expect(result).toEqual({ ok: false, refusal: { code: 'not-permitted' } });
    }
  });

  it('the operator at the command line', async () => {
    const read = readTeamFile(team, {});
    if (!read.ok) throw new Error('the team file is wrong');
    const result = await attempt(database.store, (tx) =>
      applyTeamFile(tx, countedKeys(), operator, read.value.file, now),
    );
    expect(result).toMatchObject({ ok: true });
  });
});

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
      { numRuns: onPostgres ? 10 : 60 },
    );
  });
});
