import { z } from 'zod';
import { type Refused, refuse } from './answer.ts';
import { madeUp, withIds } from './block-ids.ts';
import { layoutBlocks, plainText, refuseRepeated } from './blocks.ts';
import { complaints } from './complaints.ts';
import { inputBlock } from './inputs.ts';

/** A view "greater than 250kb" is refused (https://docs.slack.dev/reference/methods/views.open). */
const largest = 250_000;

/** A modal as an app describes it, with its sizes (https://docs.slack.dev/reference/views/modal-views). */
const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    callback_id: z.string().max(255).optional(),
    private_metadata: z.string().max(3000).optional(),
    blocks: z
      .array(z.discriminatedUnion('type', [...layoutBlocks, inputBlock]))
      .min(1)
      .max(100)
      .superRefine(refuseRepeated),
  })
  .superRefine(({ submit, blocks }, check) => {
    const at = blocks.findIndex((each) => each.type === 'input');
    if (submit !== undefined || at === -1) return;
    check.addIssue({
      code: 'custom',
      path: ['blocks', at, 'input'],
      message: 'must define `submit` to use `input` block',
    });
  });

export type Modal = z.infer<typeof modal>;
export type ViewBlock = Modal['blocks'][number];

/** Judges a view, given as an object or as the same in JSON, as every method and answer that shows one does. */
export function modalOf(given: unknown): { ok: true; modal: Modal } | Refused {
  const read = typeof given === 'string' ? parsed(given) : given;
  if (typeof read !== 'object' || read === null || Array.isArray(read)) {
    return refuse('invalid_arguments', ['[ERROR] must provide an object [json-pointer:/view]']);
  }
  if (JSON.stringify(read).length > largest) return refuse('view_too_large');
  const judged = modal.safeParse(read);
  if (!judged.success) return refuse('invalid_arguments', complaints(judged.error, read, '/view'));
  return { ok: true, modal: { ...judged.data, blocks: judged.data.blocks.flatMap(named) } };
}

/** A block as Slack keeps it: with a `block_id`, and what can be acted upon with an `action_id`. */
function named(block: ViewBlock): ViewBlock[] {
  if (block.type !== 'input') return withIds([block]);
  const element = { ...block.element, action_id: block.element.action_id ?? madeUp() };
  return [{ ...block, block_id: block.block_id ?? madeUp(), element }];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
