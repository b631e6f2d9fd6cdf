import { z } from 'zod';
import { accept, refuse } from '../answer.ts';
import { method } from '../method.ts';
import { modalOf } from '../modal.ts';
import { viewShape } from '../view-shape.ts';

/** https://docs.slack.dev/reference/methods/views.update. A view that its person has closed is not found. */
export const viewsUpdate = method({
  name: 'views.update',
  token: 'bot',
  scope: null,
  args: { view_id: z.string(), view: z.unknown(), hash: z.string().optional() },
  run({ view_id: id, view, hash }, { views }) {
    const judged = modalOf(view);
    if (!judged.ok) return judged;
    const shown = views.byId(id);
    if (shown === null) return refuse('not_found');
    if (hash !== undefined && hash !== shown.hash) return refuse('hash_conflict');
    const after = views.replace(id, judged.modal);
    return after === null ? refuse('not_found') : accept({ view: viewShape(after) });
  },
});
