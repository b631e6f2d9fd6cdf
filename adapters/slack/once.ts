import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { ChatCore } from '../../src/chat/port.ts';

/** https://docs.slack.dev/apis/events-api#callback-field */
const event = z.object({ type: z.literal('event_callback'), event_id: z.string() });

/**
 * Slack sends an event up to three times again where it heard no answer in time, and Bolt acts on each. Presses and
 * commands are looked at by `answer`, which must acknowledge them all the same.
 */
export function actOnce(app: App, core: Pick<ChatCore, 'firstTime'>): void {
  app.use(async ({ body, next }) => {
    const parsed = event.safeParse(body);
    if (parsed.success && !(await core.firstTime('slack', parsed.data.event_id))) return;
    await next();
  });
}
