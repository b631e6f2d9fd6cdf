import type { FastifyInstance } from 'fastify';
import type { Intake } from '../../../src/incident/port.ts';
import { only } from '../only.ts';
import { type Format, type Refusal, refuse } from '../refusal.ts';
import { readObject } from './body.ts';
import { parseEvent } from './pagerduty-event.ts';

interface PagerDutyDeps {
  readonly intake: Intake;
  /** A key that nobody has used: 32 hexadecimal digits. */
  readonly newKey: () => string;
}

/** `{"status","message","errors"}`: PagerDuty's own words where it has some, so that its clients show what they always show. */
export const pagerDutyFormat: Format = {
  name: 'pagerduty',
  refusal: ({ status, message, problems }) =>
    status < 500
      ? { status: 'invalid event', message: 'Event object is invalid', errors: problems ?? [message] }
      : { status: 'unavailable', message, errors: [] },
};

/**
 * `POST /v2/enqueue`: PagerDuty's Events API v2 (https://developer.pagerduty.com/docs/events-api-v2/overview/).
 * 202 once the event is durable, also where the service cannot open an incident; 400 with all that is wrong; an unknown
 * key is a 400 too, since the API publishes no other refusal that clients do not try again.
 */
export function pagerDutyRoute(app: FastifyInstance, { intake, newKey }: PagerDutyDeps): void {
  only(app, {
    url: '/v2/enqueue',
    methods: ['POST'],
    format: pagerDutyFormat,
    handler: async (request, reply) => {
      const body = readObject(request.body);
      if (!body.ok) return refuse(request, reply, invalid([body.refusal]));
      const event = parseEvent(body.value, newKey);
      if (!event.ok) return refuse(request, reply, invalid(event.refusal));
      const { key, signal } = event.value;
      const received = await intake.receive(key, [signal]);
      if (!received.ok) return refuse(request, reply, invalid([refusedKey[received.refusal.code]]));
      return reply.code(202).send({ status: 'success', message: 'Event processed', dedup_key: signal.key });
    },
  });
}

export const invalid = (problems: readonly string[]): Refusal => ({
  status: 400,
  code: 'invalid',
  message: 'Event object is invalid',
  problems,
});

export const refusedKey = { 'unknown-key': 'routing_key is not the key of any service here' } as const;
