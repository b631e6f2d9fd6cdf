import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { DescribedCommand } from '../../src/chat/commands/described.ts';
import { optionsOf } from '../../src/chat/commands/params.ts';
import type { Described, Param } from '../../src/chat/commands/word.ts';
import type { Completed } from '../../src/chat/port.ts';
import { cut } from '../../src/lib/cut.ts';
import { never } from '../../src/lib/result.ts';

type Definition = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** Published sizes. https://docs.discord.com/developers/interactions/application-commands */
const limits = { description: 100, options: 25, text: 6000 } as const;

/** The commands as Discord is told of them: each word is a subcommand, and what may follow it has a name and a type. */
export function definitionsOf(commands: readonly DescribedCommand[]): Definition[] {
  return commands.map(({ name, what, words }) => ({
    type: ApplicationCommandType.ChatInput,
    name,
    description: cut(what, limits.description),
    options: words.slice(0, limits.options).map(subcommandOf),
  }));
}

/** What is completed while it is typed; null: nothing. */
export function completedOf(param: Param): Completed | null {
  const { kind } = param;
  return kind === 'incident' || kind === 'service' || kind === 'duration' ? kind : null;
}

function subcommandOf(word: Described): APIApplicationCommandSubcommandOption {
  // Discord refuses a required option behind one that is not.
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name: word.name,
    description: cut(word.what, limits.description),
    options: optionsOf(word).slice(0, limits.options).map(optionOf),
  };
}

function optionOf(param: Param): APIApplicationCommandBasicOption {
  const common = {
    name: param.name,
    description: cut(param.what, limits.description),
    required: param.optional !== true,
  };
  switch (param.kind) {
    case 'incident':
    case 'service':
    case 'duration':
      return { ...common, type: ApplicationCommandOptionType.String, autocomplete: true };
    case 'text':
      return { ...common, type: ApplicationCommandOptionType.String, max_length: limits.text };
    case 'number':
      return { ...common, type: ApplicationCommandOptionType.Integer, min_value: 1 };
    case 'flag':
      return { ...common, type: ApplicationCommandOptionType.Boolean };
    case 'choice': {
      const choices = (param.choices ?? []).map((choice) => ({ name: choice, value: choice }));
      return { ...common, type: ApplicationCommandOptionType.String, choices };
    }
    default:
      return never(param.kind);
  }
}
