import { describe, expect, it } from 'vitest';
import { accepted, keyWords, said, secret, service } from '../support/team-file-problems.ts';

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
    expect(accepted(text, { WEB_KEY: secret }).services.web?.keys[0]?.value).toBe(secret);
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
