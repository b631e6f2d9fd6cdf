import { z } from 'zod';
import { type Instant, seconds } from '../../src/lib/clock.ts';

/** Seconds since 1970; 0 or 1 where there is no such time. */
const stamp = z.number().optional().catch(undefined);

/** https://docs.slack.dev/reference/methods/dnd.info. Somebody's own snooze is told to that person alone. */
export const dndInfo = z.object({
  next_dnd_start_ts: stamp,
  next_dnd_end_ts: stamp,
  snooze_enabled: z.boolean().optional().catch(undefined),
  snooze_endtime: stamp,
});

/**
 * Until when Slack shows a person no notifications; null: it shows them now. Slack names the window that it is in, or the
 * next one; `dnd_enabled` only says that there are such hours at all.
 */
export function quietEnd(info: z.output<typeof dndInfo>, now: Instant): Instant | null {
  const ends: Instant[] = [];
  const from = seconds(info.next_dnd_start_ts ?? 0);
  const to = seconds(info.next_dnd_end_ts ?? 0);
  if (from <= now && now < to) ends.push(to);
  const snoozed = seconds(info.snooze_endtime ?? 0);
  if (info.snooze_enabled === true && now < snoozed) ends.push(snoozed);
  return ends.length === 0 ? null : Math.max(...ends);
}
