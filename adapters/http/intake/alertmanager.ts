import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Intake } from '../../../src/incident/port.ts';
import type { Received } from '../../../src/incident/signal.ts';
import type { Log } from '../../../src/lib/log.ts';
import { only } from '../only.ts';
import { type Format, ourRefusal, refuse } from '../refusal.ts';
import { type Group, parseGroup } from './alertmanager-group.ts';
import { bearer, invalid, noKey, refusedKey } from './bearer.ts';
import { readObject } from './body.ts';

interface AlertmanagerDeps {
  readonly intake: Intake;
  readonly log: Log;
}

const alertmanagerFormat: Format = { name: 'alertmanager', refusal: ourRefusal };

/** A group of thousands of alerts comes in one body, and Alertmanager never sends again what was too large. In bytes. */
const groupLimit = 4 * 1024 * 1024;

/**
 * `POST /in/alertmanager/KEY`, or without the key and with `Authorization: Bearer KEY`: Alertmanager's webhook, version 4. 200 once
 * what could be used is durable, also where the service cannot open an incident, and with what was skipped; Alertmanager
 * tries nothing again that was answered with a 4xx.
 */
export function alertmanagerRoutes(app: FastifyInstance, { intake, log }: AlertmanagerDeps): void {
  const take = async (request: FastifyRequest, reply: FastifyReply, key: string | null): Promise<FastifyReply> => {
    if (key === null) return refuse(request, reply, noKey);
    const body = readObject(request.body);
    if (!body.ok) return refuse(request, reply, invalid([body.refusal]));
    const parsed = parseGroup(body.value);
    if (!parsed.ok) return refuse(request, reply, invalid(parsed.refusal));
    const group = parsed.value;
    const received = await intake.receive(key, group.signals);
    if (!received.ok) return refuse(request, reply, refusedKey[received.refusal.code]);
    if (group.skipped.length > 0) {
      // Nobody reads the answer of a webhook that was taken.
      log.warn({ route: request.routeOptions.url, problems: group.skipped }, 'alerts of a group were skipped');
    }
    return reply.code(200).send(answer(group, received.value));
  };
  const route = { methods: ['POST'], format: alertmanagerFormat, bodyLimit: groupLimit };
  only(app, {
    ...route,
    url: '/in/alertmanager',
    handler: (request, reply) => take(request, reply, bearer(request.headers.authorization)),
  });
  only(app, {
    ...route,
    url: '/in/alertmanager/:key',
    handler: (request, reply) => take(request, reply, keyIn(request.params)),
  });
}

function keyIn(params: unknown): string | null {
  const key = typeof params === 'object' && params !== null && 'key' in params ? params.key : null;
  return typeof key === 'string' && key !== '' ? key : null;
}

/** What matters most of what became of the alerts. */
const weight = ['opened', 'resolved', 'added', 'acknowledged', 'repeated', 'refused', 'dropped'] as const;

function answer({ key, firing, resolved, skipped }: Group, received: readonly Received[]): object {
  const what = weight.flatMap((kind) => received.find((one) => one.kind === kind) ?? [])[0] ?? { kind: 'dropped' };
  return {
    ...('incidentId' in what && { incident: { id: what.incidentId, number: what.number } }),
    result: what.kind,
    ...(what.kind === 'refused' && { message: what.words }),
    ...(what.kind === 'dropped' && { message: 'Nothing of this group is open, so there was nothing to resolve.' }),
    ...(key !== null && { key }),
    alerts: { firing, resolved, skipped: skipped.length },
    ...(skipped.length > 0 && { problems: skipped }),
  };
}
