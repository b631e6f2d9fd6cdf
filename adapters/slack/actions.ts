import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Press } from '../../src/chat/port.ts';
import { answer } from './answer.ts';
import { deliveryId } from './delivery-id.ts';
import { type FormDeps, showForm } from './forms.ts';

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const payload = z.object({
  trigger_id: z.string().optional(),
  user: z.object({ id: z.string(), team_id: z.string().nullish() }),
  team: z.object({ id: z.string() }).nullish(),
  channel: z.object({ id: z.string() }).optional(),
  container: z.object({
    message_ts: z.string(),
    channel_id: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  actions: z.tuple([z.object({ value: z.string() })], z.unknown()),
});

export function takePresses(app: App, deps: FormDeps): void {
  app.action(/^rv1:/, async ({ body, context, ack, respond }) => {
    const press = toPress(body);
    if (press === null) {
      deps.log.warn({}, 'a press in Slack could not be read');
      return;
    }
    const id = deliveryId(press.trigger, context);
    const request = deps.core.formFor(press.press);
    if (request !== null && press.trigger !== undefined) {
      const { speaker } = press.press;
      return await showForm(deps, { id, speaker, request, trigger: press.trigger, ack: () => ack(), respond });
    }
    await answer(deps, {
      what: 'press',
      id,
      ack: () => ack(),
      respond,
      work: () => deps.core.press(press.press),
    });
  });
}

/** Null: it lacks what a press needs. */
export function toPress(body: unknown): { press: Press; trigger: string | undefined } | null {
  const parsed = payload.safeParse(body);
  if (!parsed.success) return null;
  const { user, team, channel, container, actions, trigger_id: trigger } = parsed.data;
  // In a channel shared with another company the presser may be theirs: the person's own workspace says who it is.
  const workspace = user.team_id ?? team?.id;
  const place = container.channel_id ?? channel?.id;
  if (workspace === undefined || place === undefined) return null;
  const speaker = { platform: 'slack', workspace, person: user.id } as const;
  const message = container.is_ephemeral === true ? null : container.message_ts;
  return { press: { speaker, token: actions[0].value, channel: place, message }, trigger };
}
