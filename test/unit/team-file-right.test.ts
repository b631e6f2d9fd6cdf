import { describe, expect, it } from 'vitest';
import { accepted, ada, secret, service } from '../support/team-file-problems.ts';

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
    expect(accepted(text, { WEB_KEY: secret })).toEqual({
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
    expect(accepted('account: acme')).toEqual({ account: 'acme', people: {}, policies: {}, services: {} });
  });

  it('may end its lines as on Windows, and begin with a byte order mark', () => {
    expect(accepted(`\ufeff${ada.replaceAll('\n', '\r\n')}`).people.ada?.name).toBe('Ada');
  });

  it('may say a thing once and mean it twice (anchors)', () => {
    const { people } = accepted('account: acme\npeople:\n  ada: &one { name: Ada, zone: UTC }\n  bo: *one\n');
    expect(people.bo).toEqual(people.ada);
  });

  it('may name somebody as an object of JavaScript calls its own things', () => {
    const { people } = accepted('account: acme\npeople:\n  constructor: { name: Ada, zone: UTC }\n');
    expect(Object.keys(people)).toEqual(['constructor']);
  });

  it('takes a dollar as it stands where no name follows in braces', () => {
    expect(accepted(service('    policy: default').replace('Web shop', `"$5 {x} \${}"`)).services.web?.name).toBe(
      `$5 {x} \${}`,
    );
  });
});
