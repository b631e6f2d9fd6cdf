import { InteractionResponseType } from 'discord.js';
import { describedCommands } from '../../src/chat/commands/described.ts';
import { paramsOf, typedLine } from '../../src/chat/commands/params.ts';
import type { Described } from '../../src/chat/commands/word.ts';
import type { Command } from '../../src/chat/port.ts';
import { endOf } from '../../src/lib/gate.ts';
import { passOver } from '../../src/lib/log.ts';
import { type AnswerDeps, answer, respond } from './answer.ts';
import { completedOf } from './definitions.ts';
import { showForm } from './forms.ts';
import { placeOf, type Said, speakerOf, type Typing } from './interaction.ts';

export async function takeCommand(deps: AnswerDeps, it: Said): Promise<void> {
  const command = toCommand(it);
  const request = deps.core.formFor(command);
  if (request !== null) return await showForm(deps, it, request);
  await answer(deps, it, { what: 'command', manner: 'with-words', work: () => deps.core.command(command) });
}

/** The same command as if it had been typed as one line; a word that we do not know (any more) is said as it came. */
export function toCommand(it: Said): Command {
  const [{ name: said, options }] = it.data.options;
  const word = wordOf(it);
  const chosen = new Map(options.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const])));
  const text = word === undefined ? said : typedLine(word, chosen);
  return { speaker: speakerOf(it), name: it.data.name, text, channel: placeOf(it, null) };
}

/** What could be meant by what is being typed. Discord waits 3 s for it, and nobody is told when there is nothing. */
export async function takeTyping(deps: AnswerDeps, it: Typing): Promise<void> {
  await deps.gate.pass(async () => {
    let choices: readonly { name: string; value: string }[] = [];
    const looking = choicesFor(deps, it).then((found) => {
      choices = found;
    });
    await endOf(looking, deps.patience);
    const body = { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } };
    await respond(deps, it, body).catch(passOver(deps.log, 'completing what is typed'));
  });
}

async function choicesFor(deps: AnswerDeps, it: Typing): Promise<readonly { name: string; value: string }[]> {
  const typing = it.data.options[0].options.find(({ focused }) => focused);
  const word = wordOf(it);
  const param = word === undefined ? undefined : paramsOf(word).find(({ name }) => name === typing?.name);
  const what = param === undefined ? null : completedOf(param);
  if (what === null) return [];
  const found = await deps.core.complete(speakerOf(it), what, String(typing?.value ?? ''));
  return found.slice(0, 25).map(({ value, label }) => ({ name: label, value }));
}

function wordOf({ data }: Said | Typing): Described | undefined {
  const command = describedCommands().find(({ name }) => name === data.name);
  return command?.words.find(({ name }) => name === data.options[0].name);
}
