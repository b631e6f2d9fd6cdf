import { z } from 'zod';
import type { ViewActs } from '../slack/view-acts.ts';
import type { TakeDeed } from './deed.ts';

const at = { person: z.string(), viewId: z.string() };
const answers = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/** What people do with the modals that they are shown. The answer to `submit` carries what is wrong at which field. */
export function serveViewDeeds(deed: TakeDeed, acts: ViewActs): void {
  deed('submit', z.strictObject({ ...at, answers }), async (given) => {
    const submitted = await acts.submit(given);
    const { words, errors } = { words: '', errors: {}, ...submitted };
    return { ok: submitted.kind === 'closed' || submitted.kind === 'replaced', words, errors };
  });
  deed('press-in', z.strictObject({ ...at, answers, actionId: z.string(), blockId: z.string() }), async (given) => {
    await acts.pressIn(given);
    return { ok: true, words: '' };
  });
  deed('close-view', z.strictObject(at), (given) => {
    acts.closeView(given);
    return { ok: true, words: '' };
  });
}
