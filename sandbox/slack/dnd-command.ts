import type { QuietHours } from './quiet-hours.ts';
import type { Person } from './workspace.ts';

const minuteMs = 60_000;
const units: Readonly<Record<string, number>> = { m: minuteMs, h: 60 * minuteMs };

/**
 * `/dnd`, which Slack itself answers (https://slack.com/help/articles/214908388): `/dnd 30 minutes`, `/dnd 2h`, and
 * `/dnd off`. What it says is told to the person alone.
 */
export function runDnd(quiet: QuietHours, person: Person, text: string, now: number): string {
  if (text === 'off') {
    quiet.set(person.id, null);
    return 'You will be notified again.';
  }
  const [, amount = '', unit = ''] = /^(\d{1,4})\s*(m|h)(?:in|ins|inutes?|ours?|rs?)?$/.exec(text) ?? [];
  const ms = Number(amount) * (units[unit] ?? 0);
  if (ms === 0) return 'Say for how long, such as `/dnd 30 minutes` or `/dnd 2 hours`, or `/dnd off`.';
  quiet.set(person.id, { from: now, to: now + ms });
  return `No notifications until ${new Date(now + ms).toISOString().slice(11, 16)} UTC.`;
}
