import { createHash } from 'node:crypto';
import type { App, ReceiverEvent } from '@slack/bolt';
import { z } from 'zod';
import type { Clock } from '../../src/lib/clock.ts';
import { type Log, passOver } from '../../src/lib/log.ts';
import type { RawAnswer, RawRequest } from '../../src/lib/raw-route.ts';
import { wordsOf } from './failure.ts';
import type { Health } from './health.ts';
import { isSslCheck, readRequestBody } from './request-body.ts';
import { whyNotSigned } from './signature.ts';
import type { Way } from './way.ts';

export interface HttpWayDeps {
  readonly signingSecret: string;
  readonly health: Health;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether what comes is acted upon: not while starting and stopping. */
  readonly taking: () => boolean;
}

/** Where Slack sends everything: commands, interactions and events. */
const path = '/slack/events';

const challenge = z.object({ type: z.literal('url_verification'), challenge: z.string().max(1000) });
const naming = z.object({ type: z.string().optional(), command: z.string().optional() });

/**
 * Slack over HTTP: it sends signed requests to an address of ours. An answer of 2xx within 3 s is the acknowledgement;
 * without it Slack sends events again and tells the person where it was a press or a command.
 * https://docs.slack.dev/apis/events-api/using-http-request-urls
 */
export function httpWay(deps: HttpWayDeps): Way {
  let app: App | undefined;

  const take = async (request: RawRequest): Promise<RawAnswer> => {
    if (isSslCheck(request.body)) return acknowledged(undefined);
    const why = whyNotSigned(request, deps.signingSecret, deps.clock());
    if (why !== null) return { ...notSigned, why };
    const body = readRequestBody(request.body);
    if (body === null) return unreadable;
    const asked = challenge.safeParse(body);
    if (asked.success) return acknowledged({ challenge: asked.data.challenge });
    if (app === undefined || !deps.taking()) return notNow;
    return await handOver(app, request, body);
  };

  /** The answer is given when a listener acknowledges; the listener may go on after that. */
  const handOver = (to: App, request: RawRequest, body: Readonly<Record<string, unknown>>): Promise<RawAnswer> =>
    new Promise((resolve) => {
      const ack = async (said?: unknown): Promise<void> => resolve(acknowledged(said));
      void to
        .processEvent({ body, ack, ...retryOf(request), customProperties: { envelopeId: idOf(request) } })
        .catch(passOver(deps.log, 'reading a request of Slack'))
        // Nobody took it: there is no listener for it, or we began to stop.
        .then(() => resolve(deps.taking() ? { ...unknown, why: nameOf(body) } : notNow));
    });

  return {
    receiver: {
      init: (given) => {
        app = given;
      },
      start: async () => {},
      stop: async () => {},
    },
    route: { path, take },
    notices: false,
    greeted: (failure) => deps.health.socket(0, failure === null, failure === null ? '' : wordsOf(failure)),
    open: async () => null,
    stop: async () => {},
  };
}

function acknowledged(said: unknown): RawAnswer {
  if (said === undefined || said === '') return { kind: 'taken', body: '', contentType: null };
  if (typeof said === 'string') return { kind: 'taken', body: said, contentType: 'text/plain; charset=utf-8' };
  return { kind: 'taken', body: JSON.stringify(said), contentType: 'application/json; charset=utf-8' };
}

/** The same for every attempt to deliver the same; Slack gives each its own `response_url`, `trigger_id` or `event_id`. */
function idOf({ body }: RawRequest): string {
  return createHash('sha256').update(body).digest('hex');
}

/** Set where Slack sends an event again. */
function retryOf({ headers }: RawRequest): Pick<ReceiverEvent, 'retryNum' | 'retryReason'> {
  const number = headers['x-slack-retry-num'];
  const reason = headers['x-slack-retry-reason'];
  return {
    ...(number !== undefined && { retryNum: Number.parseInt(number, 10) }),
    ...(reason !== undefined && { retryReason: reason }),
  };
}

function nameOf(body: unknown): string {
  const named = naming.safeParse(body).data;
  return `it is ${named?.command ?? named?.type ?? 'of no kind'}`;
}

const notSigned = {
  kind: 'refused',
  status: 401,
  code: 'not-signed',
  message: 'Only Slack may send requests here, and this one is not signed as its own.',
} as const;

const unreadable: RawAnswer = {
  kind: 'refused',
  status: 400,
  code: 'unreadable',
  message: 'The body is neither a form nor a JSON object.',
};

const unknown = {
  kind: 'refused',
  status: 404,
  code: 'unknown',
  message: 'Reveille does not answer to this.',
} as const;

const notNow: RawAnswer = {
  kind: 'refused',
  status: 503,
  code: 'not-ready',
  message: 'Reveille is being started or stopped. Send it again.',
  retryAfter: 5,
};
