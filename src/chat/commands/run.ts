import { closest } from 'fastest-levenshtein';
import type { Words } from '../card.ts';
import type { ChatDeps } from '../deps.ts';
import type { FormRequest } from '../form.ts';
import type { Command } from '../port.ts';
import { whoIs } from '../speaker.ts';
import { say, sayStranger } from '../words.ts';
import { incidentWords } from './incident.ts';
import type { ChatWord } from './word.ts';

/** The commands there are, by name; what stands in a help text is what stands here. */
const commands: Readonly<Record<string, readonly ChatWord[]>> = { incident: incidentWords };

/** A command as it is read: its word, and what stands after it. Null: help, or nothing that we know. */
function read(command: Command): { word: ChatWord; words: readonly string[]; text: string } | null {
  const [first = 'help', ...words] = split(command.text);
  const asked = first.toLowerCase();
  const word = commands[command.name]?.find((one) => one.name === asked || one.aliases.includes(asked));
  return word === undefined ? null : { word, words, text: command.text.trim().slice(first.length).trim() };
}

function split(text: string): readonly string[] {
  return text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** The form that what was typed asks for, because something is missing. Null: it is to be run. */
export function formForCommand(command: Command): FormRequest | null {
  const asked = read(command);
  return asked?.word.form?.(asked.words, asked.text) ?? null;
}

/** Runs what somebody typed. Help needs no account; everything else needs a person that we know. */
export async function runCommand(deps: ChatDeps, command: Command): Promise<Words | null> {
  const [first = 'help', about = ''] = split(command.text);
  const known = commands[command.name];
  if (known === undefined || first.toLowerCase() === 'help') return help(about);
  const asked = read(command);
  if (asked === null) return unknown(command.name, known, first);
  const speaker = await whoIs(deps.store.read, command.speaker);
  if (!speaker.ok) return sayStranger(speaker.refusal);
  const { word, words, text } = asked;
  return await word.run({ deps, known: speaker.value, words, text, channel: command.channel });
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
