import { z } from 'zod';

/** Where test alerts go, and the routing key that goes with them. */
export interface AlertTarget {
  readonly url: string;
  readonly key: string;
}

export const testAlert = z.strictObject({
  action: z.enum(['trigger', 'resolve']),
  summary: z.string().trim().min(1).max(1024),
  severity: z.enum(['critical', 'error', 'warning', 'info']),
  dedupKey: z.string().min(1).max(255),
});

const answer = z.object({ message: z.string().optional(), errors: z.array(z.string()).optional() });

const patienceMs = 10_000;

/** The receiver's own words, if it has any that can be read. */
function wordsIn(body: string): string {
  try {
    const { message, errors } = answer.parse(JSON.parse(body));
    return [message, ...(errors ?? [])].filter((each) => each !== undefined).join('; ');
  } catch {
    return body.slice(0, 200);
  }
}

/** Posts an alert as PagerDuty's Events API v2 defines it, and says in words what came of it. */
export async function sendTestAlert(
  target: AlertTarget | undefined,
  alert: z.infer<typeof testAlert>,
): Promise<{ ok: boolean; words: string }> {
  if (!target) {
    return { ok: false, words: 'The sandbox has not been told where alerts go. Start it together with Reveille.' };
  }
  const payload = { summary: alert.summary, source: 'the sandbox page', severity: alert.severity };
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        routing_key: target.key,
        event_action: alert.action,
        dedup_key: alert.dedupKey,
        ...(alert.action === 'trigger' && { payload }),
      }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const said = wordsIn(await response.text());
    const status = `${response.status}${said === '' ? '' : `: ${said}`}`;
    if (response.ok) return { ok: true, words: `Accepted (${status}).` };
    return { ok: false, words: `Refused (${status}).` };
  } catch (error) {
    const slow = error instanceof DOMException && error.name === 'TimeoutError';
    return { ok: false, words: slow ? `${target.url} did not answer in time.` : `Nobody answers at ${target.url}.` };
  }
}
