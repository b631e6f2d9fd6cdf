import { never } from '../../lib/result.ts';
import type { Words } from '../card.ts';
import type { ChatDeps } from '../deps.ts';
import type { FormRequest } from '../form.ts';
import type { Command } from '../port.ts';
import { press } from '../press.ts';
import { recognise } from '../recognise.ts';
import { type Speaker, whoIs } from '../speaker.ts';
import { toStranger } from '../stranger.ts';
import { takeWish } from '../wish/store.ts';
import { say } from '../words.ts';
import { help, isCalled, sayHelp, sayUnknown } from './help.ts';
import { incidentWords } from './incident.ts';
import { reveilleWords } from './reveille.ts';
import type { ChatWord, Stranger } from './word.ts';

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
  if (asked === null) return sayUnknown(commands, command.speaker.platform, command.name, first);
  const { word, words, text } = asked;
  const { speaker } = command;
  const known = await (word.stranger === undefined ? recognise(deps, speaker) : whoIs(deps.store.read, speaker));
  if (known.ok) return await word.run({ deps, known: known.value, words, text, channel: command.channel });
  const { refusal } = known;
  if (word.stranger === undefined) return await toStranger(deps, speaker, refusal, { kind: 'command', command });
  return await word.stranger({ deps, speaker, refusal, words, fulfil: () => fulfil(deps, speaker) });
}

/** What this person wanted before we knew them is done, once. */
async function fulfil(deps: ChatDeps, speaker: Speaker): ReturnType<Stranger['fulfil']> {
  const wish = await deps.store.transaction((tx) => takeWish(tx, speaker, deps.clock()));
  switch (wish?.kind) {
    case undefined:
      return { kind: 'nothing' };
    case 'press':
      return { kind: 'done', words: await press(deps, wish.press) };
    case 'command':
      return { kind: 'done', words: await runCommand(deps, wish.command) };
    case 'form':
      return { kind: 'done', words: say('What you wanted opens a form: please ask for it once more.') };
    default:
      return never(wish);
  }
}

/** `/reveille incident list` is `/incident list`, for workspaces where the short name is taken. */
function shortened(command: Command): Command {
  const text = command.text.trim();
  const first = /^\S*/.exec(text)?.[0] ?? '';
  const name = first.toLowerCase();
  if (command.name !== 'reveille' || name === 'reveille' || !commands.has(name)) return command;
  return { ...command, name, text: text.slice(first.length).trim() };
}
