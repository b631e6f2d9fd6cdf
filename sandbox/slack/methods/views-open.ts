import { z } from 'zod';
import { accept } from '../answer.ts';
import { method } from '../method.ts';
import { modalOf } from '../modal.ts';
import { viewShape } from '../view-shape.ts';

/** https://docs.slack.dev/reference/methods/views.open. A view that is wrong leaves the trigger as it was. */
export const viewsOpen = method({
  name: 'views.open',
  token: 'bot',
  scope: null,
  args: { trigger_id: z.string(), view: z.unknown() },
  run({ trigger_id: trigger, view }, { triggers, views }) {
    const judged = modalOf(view);
    if (!judged.ok) return judged;
    const exchanged = triggers.exchange(trigger);
    if (!exchanged.ok) return exchanged;
    return accept({ view: viewShape(views.open(exchanged.person, judged.modal)) });
  },
});
