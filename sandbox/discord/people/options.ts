import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import type { CommandForm, Option, ValueOption } from '../form/commands.ts';
import { bot, people, roles } from '../guild.ts';
import type { World } from '../world.ts';
import { NotPossible } from './not-possible.ts';

export type Value = string | number | boolean;

/** What a person typed behind a slash: `incident show`, and values by the options' names. */
export interface Typed {
  /** The command, and its group and subcommand where it has some, with blanks between. */
  readonly name: string;
  readonly values: Readonly<Record<string, Value>>;
  /** The option that is being typed, where its completions are asked for. */
  readonly focused?: string;
}

interface Node {
  readonly name: string;
  readonly type: number;
  readonly value?: Value;
  readonly focused?: true;
  readonly options?: readonly Node[];
}

function isSub(option: Option): option is Extract<Option, { type: Type.Subcommand | Type.SubcommandGroup }> {
  return option.type === Type.Subcommand || option.type === Type.SubcommandGroup;
}

function isKnown(world: World, option: ValueOption, id: string): boolean {
  const user = id === bot.id || people.some((each) => each.id === id);
  const role = roles.some((each) => each.id === id);
  if (option.type === Type.User) return user;
  if (option.type === Type.Role) return role;
  if (option.type === Type.Mentionable) return user || role;
  return world.channels.some((each) => each.id === id && each.kind !== 'dm');
}

/** What Discord's own client would not let a person send; null: it fits. */
function misfit(world: World, option: ValueOption, value: Value): string | null {
  switch (option.type) {
    case Type.String: {
      const { choices, min_length: least = 0, max_length: most = 6000 } = option;
      if (typeof value !== 'string') return 'must be a text';
      if (choices?.length && !choices.some((each) => each.value === value)) return 'must be one of the choices';
      return value.length < least || value.length > most ? `must have ${least} to ${most} characters` : null;
    }
    case Type.Integer:
    case Type.Number: {
      const { choices, min_value: least = -Infinity, max_value: most = Infinity } = option;
      if (typeof value !== 'number') return 'must be a number';
      if (option.type === Type.Integer && !Number.isInteger(value)) return 'must be a whole number';
      if (choices?.length && !choices.some((each) => each.value === value)) return 'must be one of the choices';
      return value < least || value > most ? `must be ${least} to ${most}` : null;
    }
    case Type.Boolean:
      return typeof value === 'boolean' ? null : 'must be true or false';
    default:
      return typeof value === 'string' && isKnown(world, option, value) ? null : 'must be the id of one that is here';
  }
}

function valuesOf(world: World, options: readonly ValueOption[], typed: Typed): Node[] {
  for (const name of Object.keys(typed.values)) {
    if (!options.some((each) => each.name === name)) throw new NotPossible(`/${typed.name} has no option ${name}.`);
  }
  const { focused } = typed;
  if (
    focused !== undefined &&
    !options.some((each) => each.name === focused && 'autocomplete' in each && each.autocomplete)
  ) {
    throw new NotPossible(`/${typed.name} completes no option ${focused}.`);
  }
  return options.flatMap((option): Node[] => {
    const { name, type } = option;
    const value = typed.values[name];
    if (name === focused) return [{ name, type, value: value ?? '', focused: true }];
    if (value === undefined) {
      if (option.required && focused === undefined) throw new NotPossible(`/${typed.name} needs the option ${name}.`);
      return [];
    }
    const no = misfit(world, option, value);
    // While somebody types, what is there may be half of it.
    if (no !== null && focused === undefined) throw new NotPossible(`The option ${name} ${no}.`);
    return [{ name, type, value }];
  });
}

/** The options as the app is told of them. Throws `NotPossible` where Discord's client would not send them. */
export function optionsOf(world: World, form: CommandForm, typed: Typed): readonly Node[] {
  const walk = (options: readonly Option[], [next, ...rest]: readonly string[]): readonly Node[] => {
    const subs = options.filter(isSub);
    if (subs.length === 0) {
      if (next !== undefined) throw new NotPossible(`There is no command /${typed.name}.`);
      return valuesOf(
        world,
        options.filter((each) => !isSub(each)),
        typed,
      );
    }
    const sub = subs.find((each) => each.name === next);
    if (!sub) throw new NotPossible(`There is no command /${typed.name}.`);
    return [{ name: sub.name, type: sub.type, options: walk(sub.options ?? [], rest) }];
  };
  return walk(form.options ?? [], typed.name.split(' ').slice(1));
}

/** Every id among the values, for what comes beside them. */
export function idsIn(nodes: readonly Node[]): string[] {
  const ids = [Type.User, Type.Role, Type.Mentionable, Type.Channel];
  return nodes.flatMap((node) => [
    ...(ids.includes(node.type) && typeof node.value === 'string' ? [node.value] : []),
    ...idsIn(node.options ?? []),
  ]);
}
