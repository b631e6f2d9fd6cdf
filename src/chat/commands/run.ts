import type { Words } from '../card.ts';
import type { ChatDeps } from '../deps.ts';
import type { FormRequest } from '../form.ts';
import type { Command } from '../port.ts';
import { whoIs } from '../speaker.ts';
import { sayStranger } from '../words.ts';
import { help, isCalled, sayHelp, sayUnknown } from './help.ts';
import { incidentWords } from './incident.ts';
import { reveilleWords } from './reveille.ts';
import type { ChatWord } from './word.ts';

/** The commands there are, by name; what stands in a help text is what stands here. */
export const commands: ReadonlyMap<string, readonly ChatWord[]> = new Map([
  ['incident', incidentWords],
  ['reveille', reveilleWords],
]);

/** A command as it is read: its word, and what stands after it. Null: help, or nothing that we know. */
function read(command: Command): { word: ChatWord; words: readonly string[]; text: string } | null {
  const [first = help.name, ...words] = split(command.text);
  const word = commands.get(command.name)?.find((candidate) => isCalled(candidate, first.toLowerCase()));
  return word === undefined ? null : { word, words, text: command.text.trim().slice(first.length).trim() };
}

function split(text: string): readonly string[] {
  return text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** The form that what was typed asks for, because something is missing. Null: it is to be run. */
export function formForCommand(typed: Command): FormRequest | null {
  const asked = read(shortened(typed));
  return asked?.word.form?.(asked.words, asked.text) ?? null;
}

/** Runs what somebody typed. Help needs no account; everything else needs a person that we know. */
export async function runCommand(deps: ChatDeps, typed: Command): Promise<Words | null> {
  const command = shortened(typed);
  const [first = help.name, ...rest] = split(command.text);
  if (!commands.has(command.name)) return sayHelp(commands, command.speaker.platform, 'reveille', []);
  if (first.toLowerCase() === help.name) return sayHelp(commands, command.speaker.platform, command.name, rest);
  const asked = read(command);
  if (asked === null) return sayUnknown(commands, command.name, first);
  const speaker = await whoIs(deps.store.read, command.speaker);
  if (!speaker.ok) return sayStranger(speaker.refusal);
  const { word, words, text } = asked;
  return await word.run({ deps, known: speaker.value, words, text, channel: command.channel });
}

/** `/reveille incident list` is `/incident list`, for workspaces where the short name is taken. */
function shortened(command: Command): Command {
  const text = command.text.trim();
  const first = /^\S*/.exec(text)?.[0] ?? '';
  const name = first.toLowerCase();
  if (command.name !== 'reveille' || name === 'reveille' || !commands.has(name)) return command;
  return { ...command, name, text: text.slice(first.length).trim() };
}
