import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RawRoute } from '../../src/lib/raw-route.ts';
import { only } from './only.ts';
import { refuse } from './refusal.ts';

/** The route of a platform that sends us what happens there. We carry its bytes; who reads them is not our affair. */
export function rawRoute(app: FastifyInstance, { path, take }: RawRoute): void {
  only(app, {
    url: path,
    methods: ['POST'],
    raw: true,
    handler: async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const answer = await take({ headers: headersOf(request), body });
      if (answer.kind === 'taken') {
        if (answer.contentType !== null) reply.header('content-type', answer.contentType);
        return reply.send(answer.body);
      }
      const { why, kind: _, ...refusal } = answer;
      refuse(request, reply, refusal);
      // For the log alone: the sender may be anybody.
      if (why !== undefined) request.refusal = { ...refusal, problems: [why] };
      return reply;
    },
  });
}

/** Node joins what comes several times by commas, but for a few headers that no platform signs. https://nodejs.org/api/http.html#messageheaders */
function headersOf(request: FastifyRequest): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}
