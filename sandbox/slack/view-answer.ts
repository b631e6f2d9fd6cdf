import { z } from 'zod';
import { modalOf } from './modal.ts';
import type { OpenView, Views } from './views.ts';

/** What came of pressing submit, as the person sees it. */
export type Submitted =
  | { readonly kind: 'closed' }
  /** Another view stands in its place. */
  | { readonly kind: 'replaced' }
  /** Slack itself found fields empty, too short or too long, and sent nothing. By `block_id`. */
  | { readonly kind: 'incomplete'; readonly errors: Readonly<Record<string, string>> }
  /** The app found fields wrong. By `block_id`. */
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  /** The form stays, with these words of Slack above it; `why` is what Slack does not tell. */
  | { readonly kind: 'trouble'; readonly words: string; readonly why: string };

/** https://docs.slack.dev/surfaces/modals, "Updating views via response_action" and "Displaying errors in views" */
const answer = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('clear') }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
]);

/** What a person reads whose form did not arrive, or was answered with something that Slack cannot show. */
export function trouble(why: string): Submitted & { kind: 'trouble' } {
  return { kind: 'trouble', words: 'We had some trouble connecting. Try again?', why };
}

/** Carries out the app's answer to a form. An empty one closes the view. */
export function applyViewAnswer(views: Views, view: OpenView, given: unknown): Submitted {
  if (isEmpty(given)) {
    views.close(view.id);
    return { kind: 'closed' };
  }
  const parsed = answer.safeParse(given);
  if (!parsed.success) return trouble(`the answer is none that Slack knows: ${z.prettifyError(parsed.error)}`);
  switch (parsed.data.response_action) {
    case 'clear':
      views.close(view.id);
      return { kind: 'closed' };
    case 'update': {
      const judged = modalOf(parsed.data.view);
      if (!judged.ok) return trouble(`the view is refused: ${JSON.stringify(judged)}`);
      return { kind: views.replace(view.id, judged.modal) === null ? 'closed' : 'replaced' };
    }
    case 'errors': {
      const { errors } = parsed.data;
      const fields = view.modal.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
      const strange = Object.keys(errors).find((name) => !fields.includes(name));
      if (strange !== undefined) return trouble(`there is no input block ${strange}`);
      return Object.keys(errors).length === 0 ? trouble('there are no errors in it') : { kind: 'errors', errors };
    }
  }
}

function isEmpty(given: unknown): boolean {
  return given === undefined || (typeof given === 'object' && given !== null && Object.keys(given).length === 0);
}
