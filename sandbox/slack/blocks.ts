import { z } from 'zod';

/**
 * Block Kit as published, with its sizes (https://docs.slack.dev/reference/block-kit/blocks,
 * …/block-elements/button-element, …/composition-objects/text-object and …/confirmation-dialog-object).
 * Only what is listed here is accepted: a field that Slack would ignore or refuse is refused.
 */
export const id = z.string().min(1).max(255).optional();

export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

const anyText = (max: number) =>
  z.discriminatedUnion('type', [
    plainText(max),
    z.strictObject({
      type: z.literal('mrkdwn'),
      text: z.string().min(1).max(max),
      verbatim: z.boolean().optional(),
    }),
  ]);

const style = z.enum(['primary', 'danger']).optional();

const confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style,
});

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: id,
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style,
  confirm: confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
});

/** Says which later element repeats an earlier one's id. */
function repeated(ids: readonly (string | undefined)[]): number {
  return ids.findIndex((each, at) => each !== undefined && ids.indexOf(each) < at);
}

const header = z.strictObject({ type: z.literal('header'), block_id: id, text: plainText(150) });

const divider = z.strictObject({ type: z.literal('divider'), block_id: id });

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: button.optional(),
    expand: z.boolean().optional(),
  })
  .refine((it) => it.text !== undefined || it.fields !== undefined, {
    message: 'missing required field: text or fields',
  });

const context = z.strictObject({
  type: z.literal('context'),
  block_id: id,
  elements: z.array(anyText(3000)).min(1).max(10),
});

const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: id,
  elements: z
    .array(button)
    .min(1)
    .max(25)
    .superRefine((elements, check) => {
      const at = repeated(elements.map((each) => each.action_id));
      if (at === -1) return;
      check.addIssue({
        code: 'custom',
        path: [at, 'action_id'],
        message: `\`action_id\` "${elements[at]?.action_id}" already exists for another element`,
      });
    }),
});

/** The blocks that stand in messages and in views alike. */
export const layoutBlocks = [header, section, context, actions, divider] as const;

/** Refuses a list of blocks in which two have the same id. */
export function refuseRepeated(
  blocks: readonly { readonly block_id?: string | undefined }[],
  check: z.RefinementCtx,
): void {
  const at = repeated(blocks.map((each) => each.block_id));
  if (at === -1) return;
  check.addIssue({
    code: 'custom',
    path: [at, 'block_id'],
    message: `\`block_id\` "${blocks[at]?.block_id}" already exists for another block`,
  });
}

/** The blocks of one message. */
export const messageBlocks = z.array(z.discriminatedUnion('type', layoutBlocks)).max(50).superRefine(refuseRepeated);

export type Block = z.infer<typeof messageBlocks>[number];
export type Button = z.infer<typeof button>;
