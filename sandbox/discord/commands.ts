import type { CommandForm } from './form/commands.ts';
import { bot, guild } from './guild.ts';

/** A command as it is registered, in the server or everywhere. */
export interface Command {
  readonly id: string;
  /** Changes with the command. */
  readonly version: string;
  readonly guildId: string | null;
  readonly form: CommandForm;
}

export interface Commands {
  /** The server's own and those that are everywhere. */
  readonly all: readonly Command[];
  /** Those of a place: the server's id, or null for those that are everywhere. */
  of(guildId: string | null): readonly Command[];
  /** Puts these in place of all others of the place; one that keeps its name keeps its id. */
  overwrite(guildId: string | null, forms: readonly CommandForm[]): readonly Command[];
  /** What a person finds behind a slash; the server's own come first. */
  named(name: string): Command | undefined;
}

export function createCommands(it: {
  /** As they were left. */
  before: readonly Command[];
  nextId: () => string;
  changed: () => void;
}): Commands {
  let all = it.before;
  const of = (guildId: string | null): readonly Command[] => all.filter((each) => each.guildId === guildId);
  return {
    get all() {
      return all;
    },
    of,
    overwrite(guildId, forms) {
      const before = of(guildId);
      const fresh = forms.map((form): Command => {
        const old = before.find((each) => each.form.name === form.name);
        if (old && JSON.stringify(old.form) === JSON.stringify(form)) return old;
        return { id: old?.id ?? it.nextId(), version: it.nextId(), guildId, form };
      });
      all = [...all.filter((each) => each.guildId !== guildId), ...fresh];
      it.changed();
      return fresh;
    },
    named: (name) => [...of(guild.id), ...of(null)].find((each) => each.form.name === name),
  };
}

export function commandShape({ id, version, guildId, form }: Command) {
  return {
    id,
    application_id: bot.id,
    version,
    default_member_permissions: null,
    name_localizations: null,
    description_localizations: null,
    dm_permission: true,
    contexts: null,
    integration_types: [0],
    nsfw: false,
    ...form,
    ...(guildId !== null && { guild_id: guildId }),
  };
}
