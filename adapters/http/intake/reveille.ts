import type { FastifyInstance } from 'fastify';
import type { Intake } from '../../../src/incident/port.ts';
import type { Received } from '../../../src/incident/signal.ts';
import { only } from '../only.ts';
import { type Format, ourRefusal, refuse } from '../refusal.ts';
import { bearer, invalid, noKey, refusedKey } from './bearer.ts';
import { readObject } from './body.ts';
import { parseCall, type Verb, verbs } from './reveille-call.ts';

interface ReveilleDeps {
  readonly intake: Intake;
  /** A key that nobody has used: 32 hexadecimal digits. */
  readonly newKey: () => string;
}

const reveilleFormat: Format = { name: 'reveille', refusal: ourRefusal };

/**
 * `POST|PUT /trigger`, `/acknowledge`, `/resolve` with `Authorization: Bearer KEY` (RFC 6750). 201 for a new incident,
 * 200 with the incident for everything else about one, `{"result":"dropped"}` where there is none; 409 where the service
 * cannot open any.
 */
export function reveilleRoutes(app: FastifyInstance, { intake, newKey }: ReveilleDeps): void {
  for (const verb of verbs) {
    only(app, {
      url: `/${verb}`,
      methods: ['POST', 'PUT'],
      format: reveilleFormat,
      handler: async (request, reply) => {
        const key = bearer(request.headers.authorization);
        if (key === null) return refuse(request, reply, noKey);
        const body = readObject(request.body);
        if (!body.ok) return refuse(request, reply, invalid([body.refusal]));
        const signal = parseCall(verb, body.value, newKey);
        if (!signal.ok) return refuse(request, reply, invalid(signal.refusal));
        const received = await intake.receive(key, [signal.value]);
        if (!received.ok) return refuse(request, reply, refusedKey[received.refusal.code]);
        const [what] = received.value;
        if (what === undefined) throw new Error('the intake said nothing about the signal');
        if (what.kind === 'refused') {
          return refuse(request, reply, { status: 409, code: what.reason, message: what.words });
        }
        return reply.code(what.kind === 'opened' ? 201 : 200).send(answer(verb, what, signal.value.key));
      },
    });
  }
}

function answer(verb: Verb, what: Exclude<Received, { kind: 'refused' }>, key: string): object {
  if (what.kind === 'dropped') {
    return { result: what.kind, message: `Nothing with this key is open, so there was nothing to ${verb}.`, key };
  }
  return { incident: { id: what.incidentId, number: what.number }, result: what.kind, key };
}
