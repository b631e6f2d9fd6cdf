import { z } from 'zod';
import type { Interactions } from '../slack/interactions.ts';
import { type AlertTarget, sendTestAlert, testAlert } from '../test-alert.ts';
import type { TakeDeed } from './deed.ts';

const at = { person: z.string(), channel: z.string() };
const press = z
  .strictObject({ ...at, ts: z.string(), actionId: z.string(), blockId: z.string().optional() })
  .transform(({ blockId, ...it }) => (blockId === undefined ? it : { ...it, blockId }));
const typed = z.strictObject({ ...at, text: z.string().max(40_000) });

/** What people do in the workspace. */
export function serveDeeds(
  deed: TakeDeed,
  it: { acts: Interactions; alertTarget: () => AlertTarget | undefined },
): void {
  deed('press', press, async (given) => {
    await it.acts.press(given);
    return { ok: true, words: 'Reveille took it.' };
  });
  deed('command', typed, async (given) => {
    await it.acts.command(given);
    return { ok: true, words: '' };
  });
  deed('say', typed.extend({ threadTs: z.string().optional() }), (given) => {
    it.acts.say(given);
    return { ok: true, words: '' };
  });
  deed('alert', testAlert, (given) => sendTestAlert(it.alertTarget(), given));
}
