import { ComponentType, TextInputStyle } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Failure, invalidForm } from '../failure.ts';
import { complain, complaintsOf } from './complaints.ts';
import { componentId, customId, refuseRepeated, selects } from './components.ts';

/**
 * A form that is shown to one person, with its sizes (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal,
 * …/components/reference#label). A select needs a label around it; a text input stands in a label, or in a row of its own
 * as in older apps.
 */
const textFields = {
  type: z.literal(ComponentType.TextInput),
  id: componentId,
  custom_id: customId,
  style: z.union([z.literal(TextInputStyle.Short), z.literal(TextInputStyle.Paragraph)]),
  min_length: z.int().min(0).max(4000).optional(),
  max_length: z.int().min(1).max(4000).optional(),
  required: z.boolean().optional(),
  value: z.string().max(4000).optional(),
  placeholder: z.string().max(100).optional(),
};

interface Sized {
  min_length?: number | undefined;
  max_length?: number | undefined;
  value?: string | undefined;
}

function refuseMisfit(
  { min_length: least = 0, max_length: most = 4000, value = '' }: Sized,
  check: z.RefinementCtx,
): void {
  if (least > most) complain(check, ['min_length'], 'TEXT_INPUT_LENGTH_INVALID', 'Must not be more than max_length.');
  if (value.length > most) {
    complain(check, ['value'], 'BASE_TYPE_MAX_LENGTH', `Must be ${most} or fewer in length.`);
  }
}

const labelText = z.string().min(1).max(45);

const inRow = z.strictObject({ ...textFields, label: labelText }).superRefine(refuseMisfit);
const textInput = z.strictObject(textFields).superRefine(refuseMisfit);

const row = z.strictObject({
  type: z.literal(ComponentType.ActionRow),
  id: componentId,
  components: z.array(inRow).min(1).max(1),
});

const label = z
  .strictObject({
    type: z.literal(ComponentType.Label),
    id: componentId,
    label: labelText,
    description: z.string().min(1).max(100).optional(),
    component: z.discriminatedUnion('type', [textInput, ...selects]),
  })
  .superRefine(({ component }, check) => {
    if (!('disabled' in component) || component.disabled === undefined) return;
    complain(check, ['component', 'disabled'], 'UNKNOWN_FIELD', 'A select in a modal cannot be disabled.');
  });

const words = z.strictObject({
  type: z.literal(ComponentType.TextDisplay),
  id: componentId,
  content: z.string().min(1).max(4000),
});

const modal = z
  .strictObject({
    custom_id: customId,
    title: z.string().min(1).max(45),
    components: z
      .array(z.discriminatedUnion('type', [label, row, words]))
      .min(1)
      .max(5),
  })
  .superRefine(({ components }, check) => {
    const ids = components.map((each, at) => {
      const field = fieldOf(each);
      const inner = each.type === ComponentType.Label ? ['component'] : ['components', 0];
      return [['components', at, ...inner, 'custom_id'], field?.custom_id] as const;
    });
    refuseRepeated(ids, check);
  });

export type Modal = z.infer<typeof modal>;
export type Part = Modal['components'][number];
export type Field = z.infer<typeof label>['component'] | z.infer<typeof inRow>;

/** What a part of a form asks for; undefined where it only says something. */
export function fieldOf(part: Part): Field | undefined {
  if (part.type === ComponentType.Label) return part.component;
  return part.type === ComponentType.ActionRow ? part.components[0] : undefined;
}

/** Judges a form; `under`: where it stands in the request. */
export function modalOf(given: unknown, under: readonly PropertyKey[]): { ok: true; modal: Modal } | Failure {
  const parsed = modal.safeParse(given);
  return parsed.success ? { ok: true, modal: parsed.data } : invalidForm(complaintsOf(parsed.error, given, under));
}
