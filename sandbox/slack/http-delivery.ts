import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivered, Delivery } from './delivery.ts';
import { eventPayload, verificationToken } from './payloads.ts';
import { signingSecret } from './workspace.ts';

/** An app must answer within this time (https://docs.slack.dev/apis/events-api/using-http-request-urls). */
const answerWithinMs = 3000;
/** An event is sent again almost at once, after a minute and after five (https://docs.slack.dev/apis/events-api#error-handling). */
const retriesAfterMs: readonly number[] = [0, 60_000, 300_000];

/** The workspace's end of HTTP delivery: signed requests to the app's one address. */
export interface HttpDelivery extends Delivery {
  /** The app's address; null: the app is told over Socket Mode. */
  readonly url: string | null;
  pointAt(url: string | null): void;
  /** What Slack does when an address is typed into the app's settings: whether it answers with the challenge. */
  verify(): Promise<boolean>;
  /** Sends an event, again where it is not answered with 2xx in time. The value is whether it was taken in the end. */
  sendEvent(event: Readonly<Record<string, unknown>>): Promise<boolean>;
  close(): void;
}

interface Heard {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

export function createHttpDelivery(address: string | null): HttpDelivery {
  let url = address;
  const closing = new AbortController();

  const post = async (
    contentType: string,
    body: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Heard | 'nobody' | 'silence'> => {
    if (url === null) return 'nobody';
    const timestamp = String(Math.floor(Date.now() / 1000));
    const headers = {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf(timestamp, body),
      ...more,
    };
    // By hand: on Node 20 `AbortSignal.any` holds an `AbortSignal.timeout` weakly, and once that is collected nothing ends the call.
    const call = new AbortController();
    const stop = (): void => call.abort();
    const timer = setTimeout(() => call.abort(new DOMException('no answer in time', 'TimeoutError')), answerWithinMs);
    closing.signal.addEventListener('abort', stop);
    if (closing.signal.aborted) stop();
    try {
      const { signal } = call;
      const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      const type = response.headers.get('content-type') ?? '';
      return { status: response.status, type, text: await response.text() };
    } catch (error) {
      return error instanceof DOMException && error.name === 'TimeoutError' ? 'silence' : 'nobody';
    } finally {
      clearTimeout(timer);
      closing.signal.removeEventListener('abort', stop);
    }
  };

  return {
    get url() {
      return url;
    },
    pointAt(next) {
      url = next;
    },
    // Nothing that a person did is sent again: the person sees that it failed and does it anew.
    async deliver(type, payload) {
      const form = type === 'interactive' ? { payload: JSON.stringify(payload) } : asWords(payload);
      const heard = await post('application/x-www-form-urlencoded', new URLSearchParams(form).toString());
      return outcomeOf(heard);
    },
    async verify() {
      const challenge = randomUUID();
      const asked = JSON.stringify({ token: verificationToken, challenge, type: 'url_verification' });
      const heard = await post('application/json', asked);
      return typeof heard === 'object' && isTaken(heard) && heard.text.includes(challenge);
    },
    async sendEvent(event) {
      const body = JSON.stringify(eventPayload(event));
      let heard = await post('application/json', body);
      for (const [at, pause] of retriesAfterMs.entries()) {
        if (typeof heard === 'object' && isTaken(heard)) return true;
        const reason = heard === 'silence' ? 'http_timeout' : heard === 'nobody' ? 'connection_failed' : 'http_error';
        await sleep(pause, undefined, { signal: closing.signal }).catch(() => {});
        if (closing.signal.aborted) return false;
        const again = { 'x-slack-retry-num': String(at + 1), 'x-slack-retry-reason': reason };
        heard = await post('application/json', body, again);
      }
      return typeof heard === 'object' && isTaken(heard);
    },
    close() {
      closing.abort();
    },
  };
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signatureOf(timestamp: string, body: string, secret: string = signingSecret): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

function isTaken({ status }: Heard): boolean {
  return status >= 200 && status < 300;
}

function outcomeOf(heard: Heard | 'nobody' | 'silence'): Delivered {
  if (heard === 'silence') return { ok: false, error: 'operation_timeout' };
  if (heard === 'nobody') return { ok: false, error: 'dispatch_failed' };
  if (isTaken(heard)) return { ok: true, payload: payloadOf(heard) };
  return { ok: false, error: heard.status >= 500 ? 'http_service_error' : 'http_client_error' };
}

/** An answer may be JSON or plain text; an empty one only says that it was heard. */
function payloadOf({ type, text }: Heard): unknown {
  if (text.trim() === '') return {};
  if (!type.startsWith('application/json')) return { text };
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}

function asWords(payload: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
}
