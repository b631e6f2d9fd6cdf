import { describe, expect, it } from 'vitest';
import { readTeamFile, sayProblem } from '../../src/team-file/read.ts';

/** Every line as the command line says it, without the file's name. */
function said(text: string, env: NodeJS.ProcessEnv = {}): readonly string[] {
  const read = readTeamFile(text, env);
  if (read.ok) throw new Error('it was accepted');
  return read.refusal.map((problem) => sayProblem('', problem).slice(1));
}

function file(text: string, env: NodeJS.ProcessEnv = {}) {
  const read = readTeamFile(text, env);
  if (!read.ok) throw new Error(read.refusal.map((problem) => sayProblem('team.yaml', problem)).join('\n'));
  return read.value.file;
}

const ada = 'account: acme\npeople:\n  ada: { name: Ada, zone: Europe/London }\n';
/** One person's fields, from line 3 on. */
const person = (fields: string): string => `account: acme\npeople:\n  ada:\n    name: Ada\n    zone: UTC\n${fields}\n`;
const rule = (text: string): string => `account: acme\npolicies:\n  default:\n    rules:\n      - ${text}\n`;
const service = (fields: string): string => `account: acme\nservices:\n  web:\n    name: Web shop\n${fields}\n`;
const secret = 'aaaabbbbccccddddeeeeffffgggg1111';

const sections = 'account, connect, notices, people, policies, services';
const fields = 'name, email, zone, role, slack, was, enabled';
const keyWords = 'must be a key: up to 40 of a-z, 0-9 and -, beginning with a letter or digit';
const durationWords = 'must be a duration such as 90s, 5m, 4h or 2d';

describe('a team file that is right', () => {
  it('is read whole, with what it leaves out', () => {
    const text = `
account: acme
connect: { slack: T0ACME }
notices: { slack: C0OWNERS }
people:
  ada: { name: " Ada Lovelace ", email: ada@example.com, zone: Europe/London, role: owner, slack: U0ADA }
  bo: { name: Bo, zone: US/Eastern, enabled: false, was: robert }
policies:
  default:
    loops: 2
    rules:
      - { page: [person/ada], wait: 5m }
      - { page: [person/bo, person/ada], wait: 90s }
  empty: {}
services:
  web:
    name: Web shop
    policy: default
    channel: { slack: C0OPS }
    acknowledge_timeout: 30m
    auto_resolve: 4h
    keys: [{ name: alertmanager, value: "\${WEB_KEY}" }, { name: grafana }]
  db: { name: Database }
`;
    expect(file(text, { WEB_KEY: secret })).toEqual({
      account: 'acme',
      connect: { slack: 'T0ACME' },
      notices: { slack: 'C0OWNERS' },
      people: {
        ada: {
          name: 'Ada Lovelace',
          email: 'ada@example.com',
          zone: 'Europe/London',
          role: 'owner',
          slack: 'U0ADA',
          enabled: true,
        },
        bo: { name: 'Bo', zone: 'US/Eastern', role: 'responder', was: 'robert', enabled: false },
      },
      policies: {
        default: {
          loops: 2,
          rules: [
            { page: [{ kind: 'person', key: 'ada' }], wait: 300_000 },
            {
              page: [
                { kind: 'person', key: 'bo' },
                { kind: 'person', key: 'ada' },
              ],
              wait: 90_000,
            },
          ],
          enabled: true,
        },
        empty: { loops: 0, rules: [], enabled: true },
      },
      services: {
        web: {
          name: 'Web shop',
          policy: 'default',
          channel: { slack: 'C0OPS' },
          acknowledge_timeout: 1_800_000,
          auto_resolve: 14_400_000,
          keys: [{ name: 'alertmanager', value: secret }, { name: 'grafana' }],
          enabled: true,
        },
        db: { name: 'Database', channel: {}, keys: [], enabled: true },
      },
    });
  });

  it('needs an account alone', () => {
    expect(file('account: acme')).toEqual({ account: 'acme', people: {}, policies: {}, services: {} });
  });

  it('may end its lines as on Windows, and begin with a byte order mark', () => {
    expect(file(`\ufeff${ada.replaceAll('\n', '\r\n')}`).people.ada?.name).toBe('Ada');
  });

  it('may say a thing once and mean it twice (anchors)', () => {
    const { people } = file('account: acme\npeople:\n  ada: &one { name: Ada, zone: UTC }\n  bo: *one\n');
    expect(people.bo).toEqual(people.ada);
  });

  it('may name somebody as an object of JavaScript calls its own things', () => {
    const { people } = file('account: acme\npeople:\n  constructor: { name: Ada, zone: UTC }\n');
    expect(Object.keys(people)).toEqual(['constructor']);
  });

  it('takes a dollar as it stands where no name follows in braces', () => {
    expect(file(service('    policy: default').replace('Web shop', `"$5 {x} \${}"`)).services.web?.name).toBe(
      `$5 {x} \${}`,
    );
  });
});

describe('a team file that is no YAML, or no map', () => {
  it.each([
    ['nothing', '', ['1: the file is empty; it needs at least `account: KEY`']],
    ['a comment', '# later\n', ['1: the file is empty; it needs at least `account: KEY`']],
    ['a list', '- account: acme\n', ['1: the file must be a map of names']],
    ['a word', '\nacme\n', ['2: the file must be a map of names (it is "acme")']],
    [
      'a tab',
      'account: acme\npeople:\n\tada: {}\n',
      ['3: the file is not valid YAML: Tabs are not allowed as indentation'],
    ],
    [
      'a bracket that stays open',
      'account: acme\npeople: { ada: { name: Ada }\nservices: {}\n',
      ['3: the file is not valid YAML: Flow map in block collection must be sufficiently indented and end with a }'],
    ],
    [
      'the same key twice',
      `account: acme\npeople: {}\naccount: acme\n`,
      ['3: account stands there twice, first in line 1'],
    ],
    [
      'the same person twice',
      'account: acme\npeople:\n  ada: { name: Ada, zone: UTC }\n  ada: { name: Bo, zone: UTC }\n',
      ['4: people.ada stands there twice, first in line 3'],
    ],
    [
      'the same field twice in a list',
      rule('{ page: [person/ada], wait: 5m, wait: 6m }'),
      ['5: policies.default.rules.0.wait stands there twice, first in line 5'],
    ],
    [
      'two documents',
      'account: acme\n---\naccount: other\n',
      ['2: the file holds more than one YAML document; a team file is one, without ---'],
    ],
    ['a map as a key', 'account: acme\n? { a: 1 }\n: 2\n', ['2: the file has a key that is not a plain word']],
    [
      'an unknown anchor',
      'account: acme\npeople: *everybody\n',
      ['2: the file uses an alias (*NAME) whose anchor (&NAME) does not stand above it'],
    ],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  const endless = 'the file uses aliases (*NAME) so often, or inside themselves, that there is no end to it';
  it.each([
    [
      'aliases that multiply themselves (a billion laughs)',
      `account: &a acme\np0: &p0 [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n${Array.from({ length: 9 }, (_, i) => `p${i + 1}: &p${i + 1} [${Array(9).fill(`*p${i}`).join(', ')}]`).join('\n')}\n`,
      [`2: ${endless}`],
    ],
    ['an alias inside itself', 'account: acme\npeople: &p\n  ada: *p\n', [`3: ${endless}`]],
    ['thousands of aliases', `account: &a acme\npeople: [${'*a, '.repeat(5000)}]\n`, [`2: ${endless}`]],
    [
      'a chain of aliases',
      `p0: &p0 [x]\n${Array.from({ length: 200 }, (_, i) => `p${i + 1}: &p${i + 1} [*p${i}]`).join('\n')}\n`,
      [`2: ${endless}`],
    ],
    ['100 000 brackets', '['.repeat(100_000), ['1: the file is nested more than 32 levels deep']],
    [
      'a stair of keys',
      Array.from({ length: 100 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      ['34: the file is nested more than 32 levels deep'],
    ],
    [
      '1 MB of one letter',
      'x'.repeat(1 << 20),
      ['1: the file is longer than 500000 characters, which no team file is'],
    ],
  ])('%s: a sentence, not an exception', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it.each([
    ['signs', '{]:\t- &*!'.repeat(50_000)],
    ['lines', 'xy\n'.repeat(150_000)],
    ['bytes', Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * 7919) % 251)).toString('latin1')],
    ['other keys', Array.from({ length: 30_000 }, (_, i) => `a${i}: 1`).join('\n')],
    ['one key', 'a: 1\n'.repeat(50_000)],
  ])('as much junk as is looked at (%s) ends, with no more sentences than somebody reads', (_, text) => {
    const sentences = said(text);
    expect(sentences.length).toBeGreaterThan(0);
    expect(sentences.length).toBeLessThanOrEqual(51);
  });

  it('__proto__ is no name, and does nothing', () => {
    expect(said('account: acme\npeople:\n  __proto__: { name: Ada, zone: UTC }\n')).toEqual([
      '3: people.__proto__ is no name that may be given',
    ]);
    expect(said('__proto__: { account: acme }\n')).toEqual(['1: __proto__ is no name that may be given']);
    expect(Object.hasOwn(Object.prototype, 'account')).toBe(false);
  });
});

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
      'Discord of the account',
      `${ada}connect: { discord: "300" }\n`,
      ['4: connect.discord is not there yet: Discord comes in a later version'],
    ],
    [
      'Discord of the notices',
      `${ada}notices:\n  discord: "300"\n`,
      ['5: notices.discord is not there yet: Discord comes in a later version'],
    ],
    [
      'Discord of a person',
      person('    discord: "1"'),
      ['6: people.ada.discord is not there yet: Discord comes in a later version'],
    ],
    [
      'Discord of a service',
      service('    channel:\n      discord: "2"'),
      ['6: services.web.channel.discord is not there yet: Discord comes in a later version'],
    ],
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
      ['5: services.web.channel.slak is not known here; allowed: slack. Did you mean slack?'],
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
      ['5: policies.default.rules.0.wait must be text (it is "5")'],
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
      ['5: services.web.acknowledge_timeout must be text (it is "30")'],
    ],
    [
      'a timeout of nothing',
      service('    auto_resolve: 0m'),
      [`5: services.web.auto_resolve ${durationWords} (it is "0m")`],
    ],
    ['no timeout', service('    auto_resolve:'), ['5: services.web.auto_resolve must be text (it is empty)']],
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
    expect(file(person('').replace('UTC', name)).people.ada?.zone).toBe(name);
  });
});

describe('a secret in a team file', () => {
  const value = 'must be 32 characters a-z 0-9';
  it.each([
    [
      'one letter short',
      service(`    keys:\n      - name: a\n        value: ${secret.slice(1)}`),
      ['7', 'services.web.keys.0.value', value],
    ],
    [
      'capitals',
      service(`    keys: [{ name: a, value: ${secret.toUpperCase()} }]`),
      ['5', 'services.web.keys.0.value', value],
    ],
    [
      'digits alone',
      service('    keys: [{ name: a, value: 11112222333344445555666677778888 }]'),
      ['5', 'services.web.keys.0.value', 'must be text'],
    ],
    ['no map', service(`    keys:\n      - ${secret}`), ['6', 'services.web.keys.0', 'must be a map of names']],
    ['no list', service(`    keys: ${secret}`), ['5', 'services.web.keys', 'must be a list']],
    [
      'twice',
      `${service(`    keys: [{ name: a, value: ${secret} }]`)}  db:\n    name: Database\n    keys:\n      - { name: b, value: ${secret} }\n`,
      ['9', 'services.db.keys.0.value', 'is the same as that of web/a'],
    ],
  ])('%s is refused without repeating it', (_, text, [line, path, words]) => {
    expect(said(text)).toEqual([`${line}: ${path} ${words}`]);
  });

  it('is taken from the environment', () => {
    const text = service(`    keys: [{ name: a, value: "\${WEB_KEY}" }]`);
    expect(file(text, { WEB_KEY: secret }).services.web?.keys[0]?.value).toBe(secret);
    expect(said(text)).toEqual([`5: services.web.keys.0.value uses \${WEB_KEY}, which is not set in the environment`]);
    expect(said(text, { WEB_KEY: '' })).toEqual([`5: services.web.keys.0.value ${value}`]);
    expect(said(text, { WEB_KEY: 'short' })).toEqual([`5: services.web.keys.0.value ${value}`]);
  });

  it('of the environment is not repeated anywhere else either', () => {
    const sentences = said(service(`    policy: "\${TOKEN}"`), { TOKEN: 'HUSH HUSH' });
    expect(sentences).toEqual([`5: services.web.policy ${keyWords} (it is "\${TOKEN}")`]);
  });

  it('is not looked up in the prototype of the environment', () => {
    expect(said(service(`    policy: "\${toString}"`))).toEqual([
      `5: services.web.policy uses \${toString}, which is not set in the environment`,
    ]);
  });
});

describe('many problems', () => {
  it('are said at once, in the order of their lines', () => {
    const text = `account: acme
services:
  web:
    nam: Web shop
    policy: "\${POLICY}"
people:
  ada:
    role: boss
    zone: Mars/North
    name: Ada
policies:
  default:
    rules:
      - { page: [bob], wait: soon }
`;
    const sentences = said(text);
    expect(sentences.map((sentence) => sentence.split(' ').slice(0, 2).join(' '))).toEqual([
      '3: services.web.name',
      '4: services.web.nam',
      '5: services.web.policy',
      '8: people.ada.role',
      '9: people.ada.zone',
      '14: policies.default.rules.0.page.0',
      '14: policies.default.rules.0.wait',
    ]);
  });

  it('beyond fifty are counted', () => {
    const text = `account: acme\n${Array.from({ length: 60 }, (_, i) => `x${i}: 1`).join('\n')}\n`;
    const sentences = said(text);
    expect(sentences).toHaveLength(51);
    expect(sentences.at(-1)).toBe('52: the file has 10 more problems from here on');
  });
});
