import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { complain } from './complaints.ts';

/**
 * The components of messages, with their sizes (https://docs.discord.com/developers/components/reference). Only what is
 * listed here is accepted: a field that Discord would pass over is refused.
 */
export const customId = z.string().min(1).max(100);
export const componentId = z.int().min(0).max(2_147_483_647).optional();
const snowflake = z.string().regex(/^\d{1,20}$/, 'A snowflake is a number as text.');

export const emoji = z.strictObject({
  id: snowflake.nullish(),
  name: z.string().max(100).nullish(),
  animated: z.boolean().optional(),
});

const address = z
  .string()
  .max(512)
  .regex(/^(https?|discord):\/\/\S+$/, 'Scheme must be one of (http, https, discord).');

const button = z
  .strictObject({
    type: z.literal(ComponentType.Button),
    id: componentId,
    style: z.union([
      z.literal(ButtonStyle.Primary),
      z.literal(ButtonStyle.Secondary),
      z.literal(ButtonStyle.Success),
      z.literal(ButtonStyle.Danger),
      z.literal(ButtonStyle.Link),
    ]),
    label: z.string().max(80).optional(),
    emoji: emoji.optional(),
    custom_id: customId.optional(),
    url: address.optional(),
    disabled: z.boolean().optional(),
  })
  .superRefine((it, check) => {
    const isLink = it.style === ButtonStyle.Link;
    if (isLink && it.url === undefined) complain(check, ['url'], 'BASE_TYPE_REQUIRED', 'A url is required');
    if (!isLink && it.custom_id === undefined) {
      complain(check, ['custom_id'], 'BASE_TYPE_REQUIRED', 'A custom id is required');
    }
    if (it.custom_id !== undefined && it.url !== undefined) {
      complain(
        check,
        [],
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      );
    }
    if (!it.label && it.emoji === undefined) {
      complain(check, [], 'BUTTON_COMPONENT_INVALID_LABEL_AND_EMOJI', 'A label or emoji is required');
    }
  });

const option = z.strictObject({
  label: z.string().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).optional(),
  emoji: emoji.optional(),
  default: z.boolean().optional(),
});

const choosing = {
  id: componentId,
  custom_id: customId,
  placeholder: z.string().max(150).optional(),
  min_values: z.int().min(0).max(25).optional(),
  max_values: z.int().min(1).max(25).optional(),
  disabled: z.boolean().optional(),
  /** Used in modals alone. */
  required: z.boolean().optional(),
};

const chosenAtFirst = z.array(z.strictObject({ id: snowflake, type: z.enum(['user', 'role', 'channel']) })).max(25);

const stringSelect = z
  .strictObject({
    type: z.literal(ComponentType.StringSelect),
    ...choosing,
    options: z.array(option).min(1).max(25),
  })
  .superRefine(({ options, min_values: least = 1, max_values: most = 1 }, check) => {
    if (least > most || most > options.length) {
      complain(
        check,
        ['max_values'],
        'SELECT_COMPONENT_MAX_VALUES_INVALID',
        'Must be at least min_values and at most the options.',
      );
    }
    options.forEach(({ value }, at) => {
      if (options.findIndex((each) => each.value === value) === at) return;
      complain(
        check,
        ['options', at, 'value'],
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    });
    if (options.filter((each) => each.default).length > most) {
      complain(check, ['options'], 'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES', 'More defaults than max_values.');
    }
  });

function select<const Type extends ComponentType>(type: Type) {
  return z.strictObject({ type: z.literal(type), ...choosing, default_values: chosenAtFirst.optional() });
}

const channelSelect = select(ComponentType.ChannelSelect).extend({ channel_types: z.array(z.int()).optional() });

/** Menus, in messages and in modals. */
export const selects = [
  stringSelect,
  select(ComponentType.UserSelect),
  select(ComponentType.RoleSelect),
  select(ComponentType.MentionableSelect),
  channelSelect,
] as const;

const row = z
  .strictObject({
    type: z.literal(ComponentType.ActionRow),
    id: componentId,
    components: z
      .array(z.discriminatedUnion('type', [button, ...selects]))
      .min(1)
      .max(5),
  })
  .superRefine(({ components }, check) => {
    components.forEach((each, at) => {
      if (each.type === ComponentType.Button) return;
      if ('required' in each && each.required !== undefined) {
        complain(check, ['components', at, 'required'], 'UNKNOWN_FIELD', 'Only a select in a modal has this field.');
      }
      if (components.length > 1) {
        complain(check, ['components', at], 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'A select takes the whole row.');
      }
    });
  });

/** Says of each custom id that repeats an earlier one. `ids`: where it stands, and what it is. */
export function refuseRepeated(
  ids: readonly (readonly [path: readonly PropertyKey[], id: string | undefined])[],
  check: z.RefinementCtx,
): void {
  const seen = new Set<string>();
  for (const [path, id] of ids) {
    if (id === undefined) continue;
    if (seen.has(id)) {
      complain(check, path, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
    }
    seen.add(id);
  }
}

/** The rows of one message. */
export const messageRows = z
  .array(row)
  .max(5)
  .superRefine((rows, check) => {
    const ids = rows.flatMap(({ components }, line) =>
      components.map((each, at) => [[line, 'components', at, 'custom_id'], each.custom_id] as const),
    );
    refuseRepeated(ids, check);
  });

export type Row = z.infer<typeof row>;
export type Button = z.infer<typeof button>;
export type Select = z.infer<(typeof selects)[number]>;
