import { z } from 'zod';
import { platforms } from '../../account/platform.ts';

const speaker = z.object({ platform: z.enum(platforms), workspace: z.string(), person: z.string() });

/** What somebody wanted whom we did not know: done once they are known. A form is only named: nobody fills it in for them. */
export const wishSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('press'),
    press: z.object({ speaker, token: z.string(), channel: z.string(), message: z.string().nullable() }),
  }),
  z.object({
    kind: z.literal('command'),
    command: z.object({ speaker, name: z.string(), text: z.string(), channel: z.string() }),
  }),
  z.object({ kind: z.literal('form') }),
]);

export type Wish = z.infer<typeof wishSchema>;
