import { describe, expect, it } from 'vitest';
import { rule, said } from '../support/team-file-problems.ts';

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
