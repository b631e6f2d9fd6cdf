import { describe, expect, it } from 'vitest';
import { accepted, ada, keyWords, person, rule, said, service } from '../support/team-file-problems.ts';

const durationWords = 'must be a duration such as 90s, 5m, 4h or 2d';

describe('a team file with a wrong value', () => {
  const zone = 'must be an IANA time zone, such as Europe/London';
  it.each([
    ['an account in capitals', 'account: ACME\n', [`1: account ${keyWords} (it is "ACME")`]],
    ['an account that is a number', 'account: 12\n', ['1: account must be text (it is "12")']],
    ['people as a list', 'account: acme\npeople:\n  - ada\n', ['2: people must be a map of names']],
    ['no people at all', 'account: acme\npeople:\n', ['2: people must be a map of names (it is empty)']],
    [
      'a person as a word',
      'account: acme\npeople:\n  ada: Ada\n',
      ['3: people.ada must be a map of names (it is "Ada")'],
    ],
    [
      'a person with a space',
      'account: acme\npeople:\n  "Ada L": { name: Ada, zone: UTC }\n',
      [`3: people.Ada L ${keyWords}`],
    ],
    ['a person without a zone', 'account: acme\npeople:\n  ada:\n    name: Ada\n', ['3: people.ada.zone is missing']],
    [
      'a name that is a number',
      service('').replace('Web shop', '12'),
      ['4: services.web.name must be text (it is "12")'],
    ],
    [
      'a name of spaces',
      service('').replace('Web shop', '"  "'),
      ['4: services.web.name must not be empty (it is "  ")'],
    ],
    [
      'a name of two lines',
      service('').replace('Web shop', '"Web\\nshop"'),
      [expect.stringContaining('4: services.web.name must not hold control characters, such as a line break')],
    ],
    [
      'a name with what is no character',
      service('').replace('Web shop', '"Web \\ud800 shop"'),
      [expect.stringContaining('4: services.web.name must not hold half of a surrogate pair, such as \\ud800')],
    ],
    [
      'a name too long',
      service('').replace('Web shop', 'x'.repeat(101)),
      ['4: services.web.name must be at most 100 characters'],
    ],
    [
      'a role',
      person('    role: boss'),
      ['6: people.ada.role must be one of owner, admin, responder, observer (it is "boss")'],
    ],
    ['an e-mail address', person('    email: ada@'), ['6: people.ada.email must be an e-mail address (it is "ada@")']],
    ['an offset', person('').replace('UTC', '"+01:00"'), [`5: people.ada.zone ${zone} (it is "+01:00")`]],
    ['a city', person('').replace('UTC', 'London'), [`5: people.ada.zone ${zone} (it is "London")`]],
    [
      'a Discord id without quotes',
      person('    discord: 100000000000000001'),
      [
        '6: people.ada.discord must be the id of a Discord user: 17 to 20 digits in quotes, such as "200000000000000001"',
      ],
    ],
    [
      'a name in Discord',
      person('    discord: ada#1234'),
      [
        '6: people.ada.discord must be the id of a Discord user: 17 to 20 digits in quotes, such as "200000000000000001" (it is "ada#1234")',
      ],
    ],
    [
      'a Discord id that is too short',
      service('    channel: { discord: "2000000000000001" }'),
      [
        '5: services.web.channel.discord must be the id of a Discord channel: 17 to 20 digits in quotes, such as "200000000000000001" (it is "2000000000000001")',
      ],
    ],
    [
      'a server by its name',
      `${ada}connect: { discord: Acme }\n`,
      [
        '4: connect.discord must be the id of a Discord server: 17 to 20 digits in quotes, such as "200000000000000001" (it is "Acme")',
      ],
    ],
    [
      'a channel for notices by its name',
      `${ada}notices: { discord: "#owners" }\n`,
      [
        '4: notices.discord must be the id of a Discord channel: 17 to 20 digits in quotes, such as "200000000000000001" (it is "#owners")',
      ],
    ],
    [
      'a Discord id of two people',
      'account: acme\npeople:\n  ada: { name: Ada, zone: UTC, discord: "100000000000000001" }\n  bo:\n    name: Bo\n    zone: UTC\n    discord: "100000000000000001"\n',
      ['7: people.bo.discord is the same as that of ada'],
    ],
    [
      'a channel for a person',
      person('    slack: C0OPS'),
      ['6: people.ada.slack must be the id of a Slack member, such as U0123ABCD (it is "C0OPS")'],
    ],
    [
      'a handle for a person',
      person('    slack: "@ada"'),
      ['6: people.ada.slack must be the id of a Slack member, such as U0123ABCD (it is "@ada")'],
    ],
    [
      'a name for a channel',
      service('    channel: { slack: "#ops" }'),
      ['5: services.web.channel.slack must be the id of a Slack channel, such as C0123ABCD (it is "#ops")'],
    ],
    [
      'a channel for a workspace',
      `${ada}connect: { slack: C0OPS }\n`,
      ['4: connect.slack must be the id of a Slack workspace, such as T0123ABCD (it is "C0OPS")'],
    ],
    ['enabled', person('    enabled: "no"'), ['6: people.ada.enabled must be true or false (it is "no")']],
    [
      'a wait without a unit',
      rule('{ page: [person/ada], wait: 5 }'),
      [`5: policies.default.rules.0.wait ${durationWords} (it is "5")`],
    ],
    [
      'a wait in words',
      rule('{ page: [person/ada], wait: 5 min }'),
      [`5: policies.default.rules.0.wait ${durationWords} (it is "5 min")`],
    ],
    [
      'a wait of nothing',
      rule('{ page: [person/ada], wait: 0s }'),
      [`5: policies.default.rules.0.wait ${durationWords} (it is "0s")`],
    ],
    [
      'a wait beyond a timer',
      rule('{ page: [person/ada], wait: 25d }'),
      [`5: policies.default.rules.0.wait ${durationWords} (it is "25d")`],
    ],
    [
      'a timeout without a unit',
      service('    acknowledge_timeout: 30'),
      [`5: services.web.acknowledge_timeout ${durationWords} (it is "30")`],
    ],
    [
      'a timeout of nothing',
      service('    auto_resolve: 0m'),
      [`5: services.web.auto_resolve ${durationWords} (it is "0m")`],
    ],
    ['no timeout', service('    auto_resolve:'), [`5: services.web.auto_resolve ${durationWords} (it is empty)`]],
    ['no wait', rule('page: [person/ada]'), ['5: policies.default.rules.0.wait is missing']],
    ['nobody', rule('{ page: [], wait: 5m }'), ['5: policies.default.rules.0.page must name at least one target']],
    [
      'a person as text',
      rule('{ page: person/ada, wait: 5m }'),
      ['5: policies.default.rules.0.page must be a list (it is "person/ada")'],
    ],
    [
      'a bare name',
      rule('{ page: [bob], wait: 5m }'),
      ['5: policies.default.rules.0.page.0 must be person/KEY, such as person/ada (it is "bob")'],
    ],
    [
      'a schedule',
      rule('{ page: [schedule/primary], wait: 5m }'),
      [
        '5: policies.default.rules.0.page.0 schedule/… is not there yet; must be person/KEY, such as person/ada (it is "schedule/primary")',
      ],
    ],
    [
      'a channel to page',
      rule('{ page: [channel/slack:C0LOUD], wait: 5m }'),
      [
        '5: policies.default.rules.0.page.0 channel/… is not there yet; must be person/KEY, such as person/ada (it is "channel/slack:C0LOUD")',
      ],
    ],
    [
      'somebody twice',
      rule('page: [person/ada, person/bo, person/ada]\n        wait: 5m'),
      ['5: policies.default.rules.0.page.2 names person/ada twice'],
    ],
    [
      'rules as a map',
      'account: acme\npolicies:\n  default:\n    rules: { page: [person/ada] }\n',
      ['4: policies.default.rules must be a list of { page: [person/KEY], wait: 5m }'],
    ],
    [
      'loops below 0',
      'account: acme\npolicies:\n  default: { loops: -1 }\n',
      ['3: policies.default.loops must be 0 or more (it is "-1")'],
    ],
    [
      'loops above 100',
      'account: acme\npolicies:\n  default: { loops: 101 }\n',
      ['3: policies.default.loops must be at most 100 (it is "101")'],
    ],
    [
      'half a loop',
      'account: acme\npolicies:\n  default: { loops: 1.5 }\n',
      ['3: policies.default.loops must be a whole number (it is "1.5")'],
    ],
    [
      'loops in words',
      'account: acme\npolicies:\n  default: { loops: twice }\n',
      ['3: policies.default.loops must be a number (it is "twice")'],
    ],
    ['a policy in capitals', service('    policy: Default'), [`5: services.web.policy ${keyWords} (it is "Default")`]],
    [
      'one Slack id for two',
      'account: acme\npeople:\n  ada: { name: Ada, zone: UTC, slack: U0ADA }\n  bo:\n    name: Bo\n    zone: UTC\n    slack: U0ADA\n',
      ['7: people.bo.slack is the same as that of ada'],
    ],
    [
      'a former name that is still there',
      'account: acme\npeople:\n  ada: { name: Ada, zone: UTC }\n  bo: { name: Bo, zone: UTC, was: ada }\n',
      ['4: people.bo.was names ada, which stands in this file itself'],
    ],
    [
      'one former name for two',
      'account: acme\nservices:\n  a: { name: A, was: old }\n  b: { name: B, was: old }\n',
      ['4: services.b.was names old, and so does a'],
    ],
    [
      'a key’s name twice',
      service('    keys:\n      - { name: a }\n      - { name: a }'),
      ['7: services.web.keys.1.name "a" stands there twice'],
    ],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it.each(['Europe/London', 'US/Eastern', 'UTC', 'America/Argentina/Buenos_Aires'])('the zone %s is one', (name) => {
    expect(accepted(person('').replace('UTC', name)).people.ada?.zone).toBe(name);
  });
});
