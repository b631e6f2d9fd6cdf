import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { cut } from '../../../src/lib/cut.ts';
import { no, ok, type Result } from '../../../src/lib/result.ts';
import type { Change, Changes } from '../../../src/service/port.ts';
import { only } from '../only.ts';
import { refuse } from '../refusal.ts';
import { type Body, readObject } from './body.ts';
import { filled, flatten, object, problemsOf, said, summaryMax } from './field.ts';
import { invalid, pagerDutyFormat, refusedKey } from './pagerduty.ts';
import { linksOf } from './pagerduty-links.ts';

const changeEvent = object({ routing_key: filled, payload: object({ summary: filled }) });

/**
 * One change event of PagerDuty's Events API v2, or all that is wrong with it.
 * https://developer.pagerduty.com/docs/events-api-v2/send-change-events/; only the key and the summary must be there.
 */
export function parseChange(body: Body): Result<{ key: string; change: Change }, string[]> {
  const parsed = changeEvent.safeParse(body);
  return parsed.success
    ? ok({ key: parsed.data.routing_key, change: changeOf(parsed.data) })
    : no(problemsOf(parsed.error));
}

function changeOf(event: z.infer<typeof changeEvent>): Change {
  const { routing_key: _secret, payload, client, client_url, links, images, ...outer } = event;
  const { summary, source, ...inner } = payload;
  const from = typeof source === 'string' && source.trim() !== '' ? cut(source.trim(), summaryMax) : null;
  const shown = linksOf({ client, client_url, links, images });
  return {
    summary: cut(summary.trim(), summaryMax),
    source: from,
    links: shown.links,
    details: said({ ...shown.unfit, ...(from === null && { source }), ...flatten(outer, inner) }),
  };
}

/** `POST /v2/change/enqueue`: 202 once the change is durable; refused as `/v2/enqueue` refuses. */
export function pagerDutyChangeRoute(app: FastifyInstance, { changes }: { readonly changes: Changes }): void {
  only(app, {
    url: '/v2/change/enqueue',
    methods: ['POST'],
    format: pagerDutyFormat,
    handler: async (request, reply) => {
      const body = readObject(request.body);
      if (!body.ok) return refuse(request, reply, invalid([body.refusal]));
      const event = parseChange(body.value);
      if (!event.ok) return refuse(request, reply, invalid(event.refusal));
      const { key, change } = event.value;
      const recorded = await changes.record(key, change);
      if (!recorded.ok) return refuse(request, reply, invalid([refusedKey[recorded.refusal.code]]));
      return reply.code(202).send({ status: 'success', message: 'Event processed' });
    },
  });
}
