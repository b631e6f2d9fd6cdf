import { describe, expect, test } from 'vitest';
import type { FoundPolicy, FoundService, Member, Roster } from '../../src/doctor/roster.ts';
import { teamVerdicts } from '../../src/doctor/team.ts';

const accountId = 'acc_1';

function person(id: string, name: string, change: Partial<Member> = {}): Member {
  const identities = [{ connectionId: 'con_1', platform: 'slack', externalId: `U0${id}` }] as const;
  const rest = { accountId, key: id, email: null, zone: 'Europe/London', status: 'active', identities } as const;
  return { id, name, role: 'responder', ...rest, ...change };
}

const rule = (...ids: string[]) => ({ wait: 1, targets: ids.map((id) => ({ kind: 'person' as const, id })) });
const policy: FoundPolicy = { id: 'pol_1', key: 'default', active: true, rules: [rule('ada'), rule('bo')] };
const service: FoundService = {
  id: 'svc_1',
  accountId,
  key: 'web',
  name: 'Web shop',
  policyId: 'pol_1',
  channels: { slack: 'C0OPS' },
  status: 'active',
  timeouts: { acknowledge: null, resolve: null },
  keys: 1,
};

function roster(change: Partial<Roster> = {}): Roster {
  return {
    account: { id: accountId, key: 'acme', notices: {} },
    connections: [{ id: 'con_1', accountId, platform: 'slack', externalId: 'T0ACME', name: 'Acme' }],
    people: [person('ada', 'Ada', { role: 'owner' }), person('bo', 'Bo')],
    policies: [policy],
    services: [service],
    closed: [],
    ...change,
  };
}

/** What is not fine, as `wrong: …` and `warning: …`. */
function complaints(...found: Roster[]): readonly string[] {
  return teamVerdicts(found).flatMap(({ result, what }) => (result === 'ok' ? [] : [`${result}: ${what}`]));
}

test('a team in which everybody can be paged has nothing to be said', () => {
  expect(complaints(roster())).toEqual([]);
  expect(teamVerdicts([roster()]).map(({ what }) => what)).toEqual([
    'The account acme has 1 service, 1 policy and 2 people.',
    'Every policy is used, and every rule of it pages somebody.',
  ]);
});

test('no account is a warning: everybody begins so', () => {
  expect(complaints()).toEqual(['warning: There is no account yet.']);
});

test('each account is looked at by itself', () => {
  const other = roster({ account: { id: 'acc_2', key: 'other', notices: {} }, services: [], policies: [] });
  expect(complaints(roster(), other)).toEqual(['warning: The account other has no service, so it takes no alerts.']);
});

describe('a service', () => {
  const policies = [policy];
  test.each<[string, Partial<FoundService>, string[]]>([
    ['no policy', { policyId: null }, ['wrong: The service web has no policy, so its alerts page nobody.']],
    [
      'a policy that was deleted',
      { policyId: 'pol_9' },
      ['wrong: The service web has a policy that was deleted, so its alerts page nobody.'],
    ],
    ['no key', { keys: 0 }, ['warning: The service web has no integration key, so no monitoring tool can alert it.']],
    [
      'no channel',
      { channels: {} },
      ['warning: The service web has no channel, so its cards are seen only by those who are paged.'],
    ],
    [
      'a channel on a platform that is not connected',
      { channels: { discord: '1' } },
      ['warning: The service web has no channel, so its cards are seen only by those who are paged.'],
    ],
  ])('with %s is said', (_, change, said) => {
    const found = complaints(
      roster({
        services: [
          { ...service, id: 'svc_2', key: 'db' },
          { ...service, ...change },
        ],
        policies,
      }),
    );
    expect(found).toEqual(said);
  });

  test('that is disabled may be as it likes', () => {
    const odd = { ...service, id: 'svc_2', policyId: null, keys: 0, channels: {}, status: 'disabled' } as const;
    expect(complaints(roster({ services: [service, odd] }))).toEqual([]);
  });

  test('whose policy is disabled pages nobody', () => {
    expect(complaints(roster({ policies: [{ ...policy, active: false }] }))).toEqual([
      'wrong: The service web has the policy default, which is disabled, so its alerts page nobody.',
    ]);
  });
});

describe('a policy', () => {
  test('that nobody uses is a warning, whoever stands in it', () => {
    const spare: FoundPolicy = { id: 'pol_2', key: 'spare', active: true, rules: [] };
    expect(complaints(roster({ policies: [policy, spare] }))).toEqual(['warning: No service uses the policy spare.']);
  });

  test('without rules pages nobody', () => {
    expect(complaints(roster({ policies: [{ ...policy, rules: [] }] }))).toEqual([
      'wrong: The policy default has no rules: alerts of its services are refused, and open nothing.',
    ]);
  });

  test('with a rule of nobody skips it; with nobody at all it is wrong', () => {
    const people = [person('ada', 'Ada', { role: 'owner' })];
    const rules = (...all: FoundPolicy['rules']) =>
      complaints(roster({ people, policies: [{ ...policy, rules: all }] }));
    expect(rules(rule('ada'), rule('gone'))).toEqual([
      'warning: Rule 2 of the policy default has nobody who can be paged, so it is skipped.',
    ]);
    expect(rules(rule('gone'), rule())).toEqual(['wrong: Nobody in the policy default can be paged.']);
  });
});

describe('a person', () => {
  const with_ = (change: Partial<Member>) =>
    roster({ people: [person('ada', 'Ada', { role: 'owner' }), person('bo', 'Bo', change)] });

  test('in a policy without a contact is wrong, elsewhere a warning', () => {
    expect(complaints(with_({ identities: [] }))).toEqual([
      'wrong: Bo stands in a policy and cannot be reached: there is no contact.',
    ]);
    const cy = person('cy', 'Cy', { identities: [] });
    expect(complaints(roster({ people: [...roster().people, cy] }))).toEqual([
      'warning: Cy cannot be reached: there is no contact.',
    ]);
  });

  test('who is disabled is said where a policy names them', () => {
    expect(complaints(with_({ status: 'disabled' }))).toEqual([
      'warning: Rule 2 of the policy default has nobody who can be paged, so it is skipped.',
      'warning: Bo is disabled and stands in a policy, where pages skip them.',
    ]);
    const cy = person('cy', 'Cy', { status: 'disabled', identities: [] });
    expect(complaints(roster({ people: [...roster().people, cy] }))).toEqual([]);
  });

  test('who owns the account must be there, or nobody hears of failures', () => {
    expect(complaints(roster({ people: [person('ada', 'Ada'), person('bo', 'Bo')] }))).toEqual([
      'warning: The account acme has no active owner, so nobody is told when paging fails.',
    ]);
  });
});
