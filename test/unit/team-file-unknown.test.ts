import { describe, expect, it } from 'vitest';
import { ada, person, rule, said, service } from '../support/team-file-problems.ts';

const sections = 'account, connect, notices, people, policies, services';
const fields = 'name, email, zone, role, slack, discord, was, enabled';

describe('a team file that says something unknown', () => {
  it.each([
    ['no account', 'people: {}\n', ['1: account is missing']],
    [
      'a section that is nearly one',
      `${ada}servces: {}\n`,
      [`4: servces is not known here; allowed: ${sections}. Did you mean services?`],
    ],
    ['a section that is none', `${ada}escalations: {}\n`, [`4: escalations is not known here; allowed: ${sections}.`]],
    ['a name of the prototype', `${ada}constructor: {}\n`, [`4: constructor is not known here; allowed: ${sections}.`]],
    ['schedules', `${ada}schedules: {}\n`, ['4: schedules is not there yet in this version']],
    ['hooks', `${ada}hooks:\n  audit: {}\n`, ['4: hooks is not there yet in this version']],
    [
      'a field of a person',
      person('    emial: a@b.de'),
      [`6: people.ada.emial is not known here; allowed: ${fields}. Did you mean email?`],
    ],
    [
      'a field of a policy',
      'account: acme\npolicies:\n  default:\n    loop: 1\n',
      ['4: policies.default.loop is not known here; allowed: loops, rules, was, enabled. Did you mean loops?'],
    ],
    [
      'a field of a rule',
      rule('{ page: [person/ada], wait: 5m, timeout: 5m }'),
      ['5: policies.default.rules.0.timeout is not known here; allowed: page, wait.'],
    ],
    [
      'a field of a service',
      service('    polcy: default'),
      [
        '5: services.web.polcy is not known here; allowed: name, policy, channel, acknowledge_timeout, auto_resolve, keys, was, enabled. Did you mean policy?',
      ],
    ],
    [
      'a field of a key',
      service('    keys:\n      - name: a\n        valeu: x'),
      ['7: services.web.keys.0.valeu is not known here; allowed: name, value. Did you mean value?'],
    ],
    [
      'a platform',
      service('    channel: { slak: C0OPS }'),
      ['5: services.web.channel.slak is not known here; allowed: slack, discord. Did you mean slack?'],
    ],
    [
      'a field of a person whom others would take for a section',
      'account: acme\npeople:\n  keys: { name: Ada, zone: UTC, rol: owner }\n',
      [`3: people.keys.rol is not known here; allowed: ${fields}. Did you mean role?`],
    ],
    [
      'a field that a prototype has',
      person('    toString: 1'),
      [`6: people.ada.toString is not known here; allowed: ${fields}.`],
    ],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});
