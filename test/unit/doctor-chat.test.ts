import { expect, test } from 'vitest';
import type { Outcome } from '../../src/chat/port.ts';
import { chatVerdicts, unservedVerdicts } from '../../src/doctor/chat.ts';
import { fine, type Inspector, type SeenChannel, wrong } from '../../src/doctor/port.ts';
import type { Roster } from '../../src/doctor/roster.ts';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { steppedClock } from '../support/clock.ts';

const start = Date.UTC(2026, 0, 5, 2, 14);
const rule = (id: string) => ({ wait: 1, targets: [{ kind: 'person' as const, id }] });
const person = (id: string, name: string) => ({
  id,
  name,
  accountId: 'acc_1',
  key: id,
  email: null,
  zone: 'Europe/London',
  role: 'owner' as const,
  status: 'active' as const,
  identities: [{ connectionId: 'con_1', platform: 'slack' as const, externalId: `U0${name.toUpperCase()}` }],
});
const acme: Roster = {
  account: { id: 'acc_1', key: 'acme', notices: { slack: 'C0OWNERS' } },
  connections: [{ id: 'con_1', accountId: 'acc_1', platform: 'slack', externalId: 'T0ACME', name: 'Acme' }],
  people: [person('ada', 'Ada'), person('cy', 'Cy')],
  policies: [{ id: 'pol_1', key: 'default', active: true, rules: [rule('ada')] }],
  services: ['web', 'db'].map((key) => ({
    id: `svc_${key}`,
    accountId: 'acc_1',
    key,
    name: key,
    policyId: 'pol_1',
    channels: { slack: 'C0OPS' },
    status: 'active' as const,
    timeouts: { acknowledge: null, resolve: null },
    keys: 1,
  })),
  closed: [],
};

const there: Outcome<SeenChannel> = {
  kind: 'done',
  value: { name: '#ops', archived: false, member: true, objections: [] },
};

/** What is said beyond what is fine; `waited`: milliseconds. */
async function look(change: Partial<Inspector> = {}, rosters: readonly Roster[] = [acme]) {
  const clock = steppedClock(start);
  const inspector: Inspector = {
    platform: 'slack',
    enter: async () => ({ verdicts: [fine('Welcome.')], workspaces: [{ id: 'T0ACME', name: 'Acme' }], invite: null }),
    workspace: async () => ({ kind: 'done', value: [] }),
    channel: async () => there,
    person: async () => ({ kind: 'done', value: null }),
    ...change,
  };
  const wait = async (ms: number) => clock.advance(ms);
  const verdicts = await chatVerdicts(rosters, inspector, { clock: clock.now, wait });
  const said = verdicts.flatMap(({ result, what }) => (result === 'ok' ? [] : [`${result}: ${what}`]));
  return {
    said,
    fine: verdicts.filter(({ result }) => result === 'ok').map(({ what }) => what),
    waited: clock.now() - start,
  };
}

test('all is well: each channel once, with everything that it is for', async () => {
  expect(await look()).toEqual({
    said: [],
    fine: [
      'Welcome.',
      'The account acme is connected to Acme (T0ACME).',
      'Reveille is in #ops (C0OPS), for the cards of web, the cards of db.',
      'Reveille is in #ops (C0OWNERS), for what the owners are told.',
      '2 people of acme can be written to directly.',
    ],
    waited: 0,
  });
});

test('whoever is not let in asks nothing else', async () => {
  const asked = () => Promise.reject(new Error('this must not be asked'));
  const enter = async () => ({ verdicts: [wrong('The token is wrong.', 'Set it.')], workspaces: null, invite: null });
  expect((await look({ enter, channel: asked, person: asked })).said).toEqual(['wrong: The token is wrong.']);
});

test.each<[string, Outcome<SeenChannel>, string]>([
  [
    'not a member',
    { kind: 'done', value: { name: '#ops', archived: false, member: false, objections: [] } },
    'wrong: Reveille is not in #ops (C0OPS), which is for the cards of web, the cards of db.',
  ],
  [
    'archived',
    { kind: 'done', value: { name: '#ops', archived: true, member: false, objections: [] } },
    'wrong: #ops (C0OPS), for the cards of web, the cards of db, is archived.',
  ],
  [
    'gone',
    { kind: 'gone', what: 'channel', reason: 'I cannot see that channel.' },
    'wrong: The channel C0OPS, for the cards of web, the cards of db, is not there for Reveille: I cannot see that channel.',
  ],
])('a channel that is %s is wrong', async (_, outcome, said) => {
  expect((await look({ channel: async (id) => (id === 'C0OPS' ? outcome : there) })).said).toEqual([said]);
});

test('what cannot be looked at is one warning for each reason', async () => {
  const channel = async () => ({ kind: 'refused', reason: 'The Slack app lacks the scope channels:read' }) as const;
  const person_ = async () => ({ kind: 'broken', reason: 'no answer in time' }) as const;
  expect((await look({ channel, person: person_ })).said).toEqual([
    'warning: Could not look at C0OPS, C0OWNERS: The Slack app lacks the scope channels:read.',
    'warning: Whether Ada, Cy can be written to is not known: no answer in time.',
  ]);
});

test('somebody who is gone is wrong in a policy, elsewhere a warning', async () => {
  const gone = async () => ({ kind: 'gone', what: 'person', reason: 'There is no such person.' }) as const;
  expect((await look({ person: gone })).said).toEqual([
    'wrong: Ada (U0ADA) stands in a policy and cannot be written to: There is no such person.',
    'warning: Cy (U0CY) cannot be written to: There is no such person.',
  ]);
});

test('a platform that asks for peace is given it, but not for ever', async () => {
  let calls = 0;
  const channel: Inspector['channel'] = async () => {
    calls += 1;
    return calls === 1 ? { kind: 'later', at: start + seconds(30), scope: 'x' } : there;
  };
  expect(await look({ channel })).toMatchObject({ said: [], waited: seconds(30) });
  const never = async () => ({ kind: 'later', at: start + minutes(10), scope: 'x' }) as const;
  expect(await look({ channel: never })).toMatchObject({
    said: ['warning: Could not look at C0OPS, C0OWNERS: the platform asks us to wait.'],
    waited: 0,
  });
});

test('a channel that was closed is said with its reason', async () => {
  const closed = [{ connectionId: 'con_1', channel: 'C0OPS', reason: 'That channel is archived.', since: start }];
  expect((await look({}, [{ ...acme, closed }])).said).toEqual([
    'warning: Nothing could be shown in C0OPS since 2026-01-05 02:14 UTC: That channel is archived.',
  ]);
});

test('a workspace that belongs to nobody', async () => {
  const connections = (externalId: string | null) => acme.connections.map((each) => ({ ...each, externalId }));
  const at = (externalId: string | null): Roster => ({ ...acme, connections: connections(externalId) });
  expect((await look({}, [at('T0OTHER')])).said).toEqual([
    'wrong: No account is connected to Acme (T0ACME), the workspace of the token.',
  ]);
  expect((await look({}, [{ ...acme, connections: [] }])).said).toEqual([
    'warning: Acme (T0ACME) is not connected to an account yet; with one account, the next start does it.',
  ]);
  expect((await look({}, [at(null), at('T0OTHER')])).said).toEqual([
    'wrong: No account is connected to Acme (T0ACME), the workspace of the token.',
  ]);
  expect((await look({}, [at(null)])).said).toEqual([]);
});

test('where a token opens several workspaces, each account has its own, and the way into a missing one is said', async () => {
  const connected = (key: string, externalId: string | null): Roster => ({
    ...acme,
    account: { ...acme.account, key, notices: {} },
    connections: [{ id: 'con_1', accountId: 'acc_1', platform: 'discord', externalId, name: null }],
    services: [],
    people: [],
  });
  const invite = 'https://chat.example.com/invite';
  const both = [
    { id: '31', name: 'One' },
    { id: '32', name: 'Two' },
  ];
  const on = (workspaces: typeof both): Partial<Inspector> => ({
    platform: 'discord',
    enter: async () => ({ verdicts: [], workspaces, invite }),
    workspace: async (id) => ({ kind: 'done', value: [fine(`Looked at ${id}.`)] }),
  });
  expect(await look(on(both), [connected('one', '31'), connected('two', '32')])).toMatchObject({
    said: [],
    fine: [
      'The account one is connected to One (31).',
      'Looked at 31.',
      'The account two is connected to Two (32).',
      'Looked at 32.',
    ],
  });
  expect((await look(on([]), [connected('one', '31')])).said).toEqual([
    'wrong: Reveille is not in the server 31, to which the account one is connected.',
  ]);
  expect((await look(on([]), [connected('one', null)])).said).toEqual(['wrong: Reveille is in no server yet.']);
  expect((await look(on(both), [connected('one', null), connected('two', null)])).said).toEqual([
    'wrong: No account is connected to One (31), the server of the token.',
    'wrong: No account is connected to Two (32), the server of the token.',
  ]);
  const broken = async () => ({ kind: 'broken', reason: 'no answer in time' }) as const;
  expect((await look({ ...on(both), workspace: broken }, [connected('one', '31')])).said).toEqual([
    'warning: Could not look at One: no answer in time.',
  ]);
});

test('a platform without a token is said to whoever is connected to it', () => {
  expect(unservedVerdicts([acme], ['slack'])).toEqual([]);
  expect(unservedVerdicts([acme], ['discord']).map(({ what }) => what)).toEqual([
    'The account acme is connected to Slack, and no token of Slack is set, so nothing is shown and nobody is paged there.',
  ]);
});
