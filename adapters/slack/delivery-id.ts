import { z } from 'zod';

const custom = z.object({ envelopeId: z.string() });

/**
 * What is the same for every attempt to deliver the same press or command: its trigger, or else the envelope it came in.
 * https://docs.slack.dev/apis/events-api/using-socket-mode#acknowledge
 */
export function deliveryId(trigger: string | undefined, context: object): string {
  return trigger ?? custom.parse(context).envelopeId;
}

/** Hands the envelope's id from the socket to the context of a listener; Bolt does not keep it. */
export function keepEnvelopeId(args: unknown): { envelopeId?: string } {
  const parsed = z.object({ envelope_id: z.string() }).safeParse(args);
  return parsed.success ? { envelopeId: parsed.data.envelope_id } : {};
}
