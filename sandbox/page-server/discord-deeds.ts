import { z } from 'zod';
import type { Acts } from '../discord/people/acts.ts';
import type { TakeDeed } from './deed.ts';

const at = { person: z.string(), channel: z.string() };
const component = { ...at, message: z.string(), customId: z.string() };
const typed = {
  ...at,
  name: z.string().max(100),
  values: z.record(z.string(), z.union([z.string().max(6000), z.number(), z.boolean()])),
};
const filled = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** What people do on the server. The answer to `complete` carries the `choices` that the app proposes. */
export function serveDiscordDeeds(deed: TakeDeed, acts: Acts): void {
  deed('discord/press', z.strictObject(component), async (given) => {
    await acts.press(given);
    return { ok: true, words: 'Reveille took it.' };
  });
  deed('discord/choose', z.strictObject({ ...component, values: z.array(z.string()) }), async (given) => {
    await acts.choose(given);
    return { ok: true, words: 'Reveille took it.' };
  });
  deed('discord/command', z.strictObject(typed), async (given) => {
    await acts.command(given);
    return { ok: true, words: '' };
  });
  deed('discord/complete', z.strictObject({ ...typed, focused: z.string() }), async (given) => {
    return { ok: true, words: '', choices: await acts.complete(given) };
  });
  deed('discord/say', z.strictObject({ ...at, content: z.string().trim().min(1).max(2000) }), (given) => {
    acts.say(given);
    return { ok: true, words: '' };
  });
  deed('discord/submit', z.strictObject({ person: z.string(), values: filled }), async (given) => {
    await acts.submit(given);
    return { ok: true, words: '' };
  });
  deed('discord/close-form', z.strictObject({ person: z.string() }), ({ person }) => {
    acts.closeForm(person);
    return { ok: true, words: '' };
  });
}
