import { z } from 'zod';
import { faultSchema } from '../faults/fault.ts';
import type { Faults } from '../faults/faults.ts';
import { sentenceOf } from '../faults/words.ts';
import type { Link } from '../slack/link.ts';
import type { TakeDeed } from './deed.ts';

/** `id` absent: all of them. */
const mend = z.strictObject({ id: z.string().optional() });
const sockets = z.strictObject({ act: z.enum(['refresh', 'drop']) });

/** How the page breaks and mends Slack. The answer to `break` carries the fault's `id`. */
export function serveFaultDeeds(
  deed: TakeDeed,
  it: { faults: Faults; link: Pick<Link, 'refresh' | 'drop'>; nameOf: (channel: string) => string },
): void {
  deed('break', faultSchema, (given) => {
    const { id } = it.faults.begin(given);
    return { ok: true, words: sentenceOf(given, it.nameOf), id };
  });
  deed('mend', mend, ({ id }) => {
    if (id !== undefined) return { ok: true, words: it.faults.end(id) ? 'Mended.' : 'It was over already.' };
    return { ok: true, words: it.faults.mendAll() > 0 ? 'All is mended.' : 'Nothing was broken.' };
  });
  deed('sockets', sockets, ({ act }) => {
    it.link[act]();
    const words = act === 'refresh' ? 'Every socket was asked to come anew.' : 'Every socket was cut.';
    return { ok: true, words };
  });
}
