import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { definitionsOf } from '../../adapters/discord/definitions.ts';
import { describedCommands } from '../../src/chat/commands/described.ts';
import { paramsOf, typedLine } from '../../src/chat/commands/params.ts';
import type { Described } from '../../src/chat/commands/word.ts';

/** Published rules. https://docs.discord.com/developers/interactions/application-commands */
const name = z.string().regex(/^[-_\p{Ll}\p{N}]{1,32}$/u);
const description = z.string().min(1).max(100);
const leaf = z.object({
  name,
  description,
  type: z.union([z.literal(3), z.literal(4), z.literal(5)]),
  required: z.boolean(),
});
const subcommand = z.object({ type: z.literal(1), name, description, options: z.array(leaf).max(25) });
const definitions = z.array(z.object({ name, description, options: z.array(subcommand).min(1).max(25) })).max(100);

test('Discord can be told of every command: names, sizes, and what is required comes first', () => {
  for (const { options } of definitions.parse(definitionsOf(describedCommands()))) {
    for (const { options: params } of options) {
      const firstOptional = params.findIndex(({ required }) => !required);
      if (firstOptional !== -1) expect(params.slice(firstOptional).filter(({ required }) => required)).toEqual([]);
      expect(new Set(params.map((param) => param.name)).size).toBe(params.length);
    }
  }
});

const words = new Map(describedCommands().flatMap((command) => command.words.map((word) => [word.name, word])));
const wordOf = (called: string): Described => {
  const word = words.get(called);
  if (word === undefined) throw new Error(called);
  return word;
};

test.each([...words.values()].map((word) => [word.name, word] as const))(
  '%s asks for as much as its usage line says',
  (_name, { usage, params = [] }) => {
    const capitals = usage.match(/[A-Z]+…?/g) ?? [];
    expect(params.filter(({ kind }) => kind !== 'flag' && kind !== 'choice')).toHaveLength(capitals.length);
    for (const { after } of params) if (after !== undefined) expect(usage).toContain(` [${after} `);
  },
);

describe('what is chosen by name is the same as a line', () => {
  test.each<[word: string, chosen: [string, string | number | boolean][], line: string]>([
    ['list', [], 'list'],
    [
      'list',
      [
        ['service', 'web'],
        ['which', 'all'],
        ['mine', true],
      ],
      'list mine all web',
    ],
    ['list', [['mine', false]], 'list'],
    [
      'resolve',
      [
        ['because', ' it was the disk '],
        ['incident', '1 2'],
      ],
      'resolve 1 2 because it was the disk',
    ],
    [
      'escalate',
      [
        ['incident', '#142'],
        ['rule', 2],
      ],
      'escalate #142 to 2',
    ],
    ['acknowledge', [['mine', true]], 'acknowledge mine'],
    ['note', [['incident', '142']], 'note 142'],
    [
      'trigger',
      [
        ['service', 'web'],
        ['summary', 'Checkout is down'],
      ],
      'trigger web Checkout is down',
    ],
  ])('%s %j', (called, chosen, line) => {
    expect(typedLine(wordOf(called), new Map(chosen))).toBe(line);
  });

  test('a word that does not say what may follow it takes a line of text', () => {
    const word: Described = { name: 'add', aliases: [], usage: 'add N PERSON', what: 'Somebody helps.' };
    expect(paramsOf(word)).toMatchObject([{ name: 'text', kind: 'text', optional: true }]);
    expect(typedLine(word, new Map([['text', '142 Bo']]))).toBe('add 142 Bo');
  });
});
