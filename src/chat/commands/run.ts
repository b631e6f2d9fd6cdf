import type { Words } from '../card.ts';
import type { ChatDeps } from '../deps.ts';
import type { Command } from '../port.ts';
import { whoIs } from '../speaker.ts';
import { sayStranger } from '../words.ts';
import { help, isCalled, sayHelp, sayUnknown } from './help.ts';
import { incidentWords } from './incident.ts';
import { reveilleWords } from './reveille.ts';
import type { ChatWord } from './word.ts';

/** The commands there are, by name; what stands in a help text is what stands here. */
const commands: ReadonlyMap<string, readonly ChatWord[]> = new Map([
  ['incident', incidentWords],
  ['reveille', reveilleWords],
]);

/** Runs what somebody typed. Help needs no account; everything else needs a person that we know. */
export async function runCommand(deps: ChatDeps, typed: Command): Promise<Words | null> {
  const command = shortened(typed);
  const [first = help.name, ...rest] = command.text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const asked = first.toLowerCase();
  const words = commands.get(command.name);
  if (words === undefined) return sayHelp(commands, 'reveille', []);
  if (asked === help.name) return sayHelp(commands, command.name, rest);
  const word = words.find((candidate) => isCalled(candidate, asked));
  if (word === undefined) return sayUnknown(commands, command.name, first);
  const known = await whoIs(deps.store.read, command.speaker);
  if (!known.ok) return sayStranger(known.refusal);
  const text = command.text.trim().slice(first.length).trim();
  return await word.run({ deps, known: known.value, words: rest, text });
}

/** `/reveille incident list` is `/incident list`, for workspaces where the short name is taken. */
function shortened(command: Command): Command {
  const text = command.text.trim();
  const first = /^\S*/.exec(text)?.[0] ?? '';
  const name = first.toLowerCase();
  if (command.name !== 'reveille' || name === 'reveille' || !commands.has(name)) return command;
  return { ...command, name, text: text.slice(first.length).trim() };
}
