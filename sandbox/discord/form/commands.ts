import { ApplicationCommandType, ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import { z } from 'zod';
import { complain } from './complaints.ts';

/** Commands, with their sizes (https://docs.discord.com/developers/interactions/application-commands). */
const pattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

const name = z.string().superRefine((it, check) => {
  if (pattern.test(it) && it === it.toLowerCase()) return;
  complain(check, [], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
});
const description = z.string().min(1).max(100);
const localized = z.record(z.string(), z.string().max(100)).nullish();
const described = { name, name_localizations: localized, description, description_localizations: localized };

const choice = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ name: z.string().min(1).max(100), name_localizations: localized, value });

const asked = { ...described, required: z.boolean().optional() };

const text = z.strictObject({
  type: z.literal(Type.String),
  ...asked,
  choices: z
    .array(choice(z.string().max(100)))
    .max(25)
    .optional(),
  autocomplete: z.boolean().optional(),
  min_length: z.int().min(0).max(6000).optional(),
  max_length: z.int().min(1).max(6000).optional(),
});

const counted = <const Kind extends Type.Integer | Type.Number, Value extends z.ZodType>(type: Kind, value: Value) =>
  z.strictObject({
    type: z.literal(type),
    ...asked,
    choices: z.array(choice(value)).max(25).optional(),
    autocomplete: z.boolean().optional(),
    min_value: value.optional(),
    max_value: value.optional(),
  });

const plain = <const Kind extends Type>(type: Kind) => z.strictObject({ type: z.literal(type), ...asked });

const valueOption = z
  .discriminatedUnion('type', [
    text,
    counted(Type.Integer, z.int()),
    counted(Type.Number, z.number()),
    plain(Type.Boolean),
    plain(Type.User),
    plain(Type.Role),
    plain(Type.Mentionable),
    plain(Type.Channel).extend({ channel_types: z.array(z.int()).optional() }),
  ])
  .superRefine((it, check) => {
    if (!('autocomplete' in it) || !it.autocomplete || !it.choices?.length) return;
    complain(
      check,
      ['autocomplete'],
      'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES_EXCLUSIVE',
      'Autocomplete cannot stand beside choices.',
    );
  });

function refuseDisorder(
  options: readonly { name: string; required?: boolean | undefined }[],
  check: z.RefinementCtx,
): void {
  options.forEach((each, at) => {
    if (options.findIndex((other) => other.name === each.name) !== at) {
      complain(check, [at, 'name'], 'APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED', 'Option name is already used');
    }
    if (each.required && options.slice(0, at).some((other) => !other.required)) {
      const message = 'Required options must be placed before non-required options';
      complain(check, [at], 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message);
    }
  });
}

const values = z.array(valueOption).max(25).superRefine(refuseDisorder);

const subcommand = z.strictObject({ type: z.literal(Type.Subcommand), ...described, options: values.optional() });

const group = z.strictObject({
  type: z.literal(Type.SubcommandGroup),
  ...described,
  options: z.array(subcommand).min(1).max(25).superRefine(refuseDisorder),
});

/** Either subcommands and groups, or options of values. */
const options = z
  .array(z.discriminatedUnion('type', [subcommand, group, ...valueOption.options]))
  .max(25)
  .superRefine((it, check) => {
    const isSub = it.map((each) => each.type === Type.Subcommand || each.type === Type.SubcommandGroup);
    isSub.forEach((each, at) => {
      if (each === isSub[0]) return;
      const message = 'Sub-command and sub-command group option types are mutually exclusive to all other types';
      complain(check, [at], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', message);
    });
    refuseDisorder(
      it.map((each) => ({ name: each.name, required: 'required' in each ? each.required : undefined })),
      check,
    );
    if (isSub[0] === true) return;
    it.forEach((each, at) => {
      for (const issue of valueOption.safeParse(each).error?.issues ?? []) {
        if (issue.code === 'custom') complain(check, [at, ...issue.path], String(issue.params?.code), issue.message);
      }
    });
  });

const shared = {
  id: z.string().optional(),
  name_localizations: localized,
  default_member_permissions: z.string().regex(/^\d+$/).nullish(),
  dm_permission: z.boolean().nullish(),
  contexts: z.array(z.union([z.literal(0), z.literal(1), z.literal(2)])).nullish(),
  integration_types: z.array(z.union([z.literal(0), z.literal(1)])).nullish(),
  nsfw: z.boolean().optional(),
};

const typed = z.strictObject({
  ...shared,
  name,
  type: z.literal(ApplicationCommandType.ChatInput).default(ApplicationCommandType.ChatInput),
  description,
  description_localizations: localized,
  options: options.optional(),
});

const mostCharacters = 8000;

function weightOf(it: unknown): number {
  if (Array.isArray(it)) return it.reduce<number>((sum, each) => sum + weightOf(each), 0);
  if (typeof it !== 'object' || it === null) return 0;
  return Object.entries(it).reduce((sum, [key, value]) => {
    const counts = ['name', 'description', 'value'].includes(key) && typeof value === 'string';
    return sum + (counts ? value.length : weightOf(value));
  }, 0);
}

/** One command as an app describes it; the sandbox takes those that are typed. */
export const commandForm = typed.superRefine((it, check) => {
  if (weightOf(it) <= mostCharacters) return;
  const message = `Command exceeds maximum size (${mostCharacters})`;
  complain(check, [], 'APPLICATION_COMMAND_TOO_LARGE', message);
});

/** All commands of an app, as they are overwritten at once. */
export const commandForms = z
  .array(commandForm)
  .max(100)
  .superRefine((all, check) => {
    all.forEach(({ name: own }, at) => {
      if (all.findIndex((each) => each.name === own) === at) return;
      const message = 'Application command names must be unique';
      complain(check, [at, 'name'], 'APPLICATION_COMMANDS_DUPLICATE_NAME', message);
    });
  });

export type CommandForm = z.infer<typeof commandForm>;
export type Option = z.infer<typeof options>[number];
export type ValueOption = z.infer<typeof valueOption>;
