import { closest } from 'fastest-levenshtein';
import type { Words } from '../card.ts';
import type { ChatDeps } from '../deps.ts';
import type { Command } from '../port.ts';
import { whoIs } from '../speaker.ts';
import { say, sayStranger } from '../words.ts';
import { incidentWords } from './incident.ts';
import type { ChatWord } from './word.ts';

/** The commands there are, by name; what stands in a help text is what stands here. */
const commands: Readonly<Record<string, readonly ChatWord[]>> = { incident: incidentWords };

/** Runs what somebody typed. Help needs no account; everything else needs a person that we know. */
export async function runCommand(deps: ChatDeps, command: Command): Promise<Words | null> {
  const [first = 'help', ...rest] = command.text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const words = commands[command.name];
  if (words === undefined || first.toLowerCase() === 'help') return help(rest[0] ?? '');
  const asked = first.toLowerCase();
  const word = words.find((candidate) => candidate.name === asked || candidate.aliases.includes(asked));
  if (word === undefined) return unknown(command.name, words, first);
  const known = await whoIs(deps.store.read, command.speaker);
  if (!known.ok) return sayStranger(known.refusal);
  const text = command.text.trim().slice(first.length).trim();
  return await word.run({ deps, known: known.value, words: rest, text });
}

function unknown(name: string, words: readonly ChatWord[], typed: string): Words {
  const names = words.flatMap((word) => [word.name, ...word.aliases]);
  const near = closest(typed.toLowerCase(), names);
  return say(
    [
      'I do not know ',
      { code: `/${name} ${typed.slice(0, 50)}` },
      '. Did you mean ',
      { code: `/${name} ${near}` },
      '?',
    ],
    ...words.filter((word) => word.name === near || word.aliases.includes(near)).map((word) => usageLine(name, word)),
  );
}

export function usageLine(command: string, word: ChatWord): readonly ({ code: string } | string)[] {
  return [{ code: `/${command} ${word.usage}` }, ` ${word.what}`];
}

function help(about: string): Words {
  const lines = Object.entries(commands).flatMap(([name, words]) =>
    words.filter((word) => about === '' || about === name || word.name === about).map((word) => usageLine(name, word)),
  );
  const shown =
    lines.length === 0
      ? Object.entries(commands).flatMap(([name, words]) => words.map((word) => usageLine(name, word)))
      : lines;
  return say([{ bold: 'What you can say' }], ...shown, [
    { code: '/incident help' },
    ' shows this. Where ',
    { code: '/incident' },
    ' is taken, ',
    { code: '/reveille incident …' },
    ' does the same.',
  ]);
}
