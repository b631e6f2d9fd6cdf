import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { inviteUrl, neededPermissions } from '../../adapters/discord/permissions.ts';
import { describedCommands } from '../../src/chat/commands/described.ts';
import { packageRoot } from '../../src/lib/package-root.ts';
import { readTeamFile } from '../../src/team-file/read.ts';

const read = (...path: string[]): string => readFileSync(join(packageRoot, ...path), 'utf8');
const pages = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(packageRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** As Markdown makes an anchor of a heading. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );

test.each(pages)('every link within the project leads somewhere: %s', (page) => {
  const text = read(page);
  const links = [...text.replace(/```[\s\S]*?```|`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(
    (match) => match[1] ?? '',
  );
  const broken = links
    .filter((link) => !/^https?:/.test(link))
    .filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : join(dirname(page), file);
      if (!existsSync(join(packageRoot, target))) return true;
      return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
    });
  expect(broken).toEqual([]);
});

/** The names in the first cell of each row of a table. */
const named = (text: string): readonly string[] =>
  [...text.matchAll(/^\| (`[^|]+`) +\|/gm)].flatMap((row) =>
    [...(row[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map((match) => match[1] ?? ''),
  );

test('the settings that the README names are those that there are', () => {
  const known = [...read('src', 'config.ts').matchAll(/^ {2}([A-Z][A-Z_]+): (?:z|port|url)\b/gm)].map(
    (match) => match[1],
  );
  const section =
    read('README.md')
      .split(/^## /m)
      .find((text) => text.startsWith('Settings')) ?? '';
  expect(named(section).toSorted()).toEqual(known.toSorted());
});

test('the README names every command', () => {
  const text = read('README.md');
  const commands = describedCommands().flatMap(({ name, words }) => words.map((word) => `/${name} ${word.name}`));
  expect(commands.filter((command) => !text.includes(command))).toEqual([]);
});

test('the page about Discord names every permission, and why it is needed', () => {
  const rows = [...read('docs', 'discord.md').matchAll(/^\| ([A-Z][A-Za-z ]+?) +\| (.+?) +\|$/gm)].map(
    ([, name, why]) => [name, why],
  );
  expect(rows).toEqual(neededPermissions.map(({ name, why }) => [name, why]));
});

test('the link on the page about Discord is the one that the doctor prints', () => {
  expect(read('docs', 'discord.md')).toContain(inviteUrl('APPLICATION_ID', 'https://discord.com/api'));
});

test('the team file on the page about Discord can be applied', () => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(read('docs', 'discord.md')) ?? [];
  expect(readTeamFile(yaml, {})).toMatchObject({ ok: true });
});
