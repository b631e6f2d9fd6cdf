import { z } from 'zod';
import type { DiscordFault } from '../discord/fault.ts';
import type { Fault } from '../faults/fault.ts';
import type { Faults } from '../faults/faults.ts';
import { type Naming, sentenceOf } from '../faults/words.ts';
import type { TakeDeed } from './deed.ts';

/** `id` absent: all of them. */
const mend = z.strictObject({ id: z.string().optional() });
const sockets = z.strictObject({ act: z.enum(['refresh', 'drop']) });

export interface Breaking<Kind extends Fault | DiscordFault> {
  /** What stands before the names of the deeds: `discord/`, or nothing. */
  readonly under: string;
  readonly schema: z.ZodType<Kind>;
  readonly faults: Faults<Kind>;
  /** Asks every socket to come anew, or cuts it without a word. */
  readonly sockets: { refresh(): void; drop(): void };
  readonly naming: Naming;
}

/** How the page breaks and mends a platform. The answer to `break` carries the fault's `id`. */
export function serveFaultDeeds<Kind extends Fault | DiscordFault>(deed: TakeDeed, it: Breaking<Kind>): void {
  deed(`${it.under}break`, it.schema, (given) => {
    const { id } = it.faults.begin(given);
    return { ok: true, words: sentenceOf(given, it.naming), id };
  });
  deed(`${it.under}mend`, mend, ({ id }) => {
    if (id !== undefined) return { ok: true, words: it.faults.end(id) ? 'Mended.' : 'It was over already.' };
    return { ok: true, words: it.faults.mendAll() > 0 ? 'All is mended.' : 'Nothing was broken.' };
  });
  deed(`${it.under}sockets`, sockets, ({ act }) => {
    it.sockets[act]();
    const words = act === 'refresh' ? 'Every socket was asked to come anew.' : 'Every socket was cut.';
    return { ok: true, words };
  });
}
