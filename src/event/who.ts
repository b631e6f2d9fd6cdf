import { z } from 'zod';

/** Who did it. Kept with every event. */
export const whoSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: z.string() }),
  /** A monitoring tool, by the integration key it used. `name` is the key's name, as shown on the card. */
  z.object({ kind: z.literal('key'), id: z.string(), name: z.string(), serviceId: z.string() }),
  z.object({ kind: z.literal('timer') }),
  z.object({ kind: z.literal('operator') }),
]);

export type Who = z.infer<typeof whoSchema>;
