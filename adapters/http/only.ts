import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Format, refuse } from './refusal.ts';

interface Only {
  readonly url: string;
  readonly methods: readonly string[];
  readonly format?: Format;
  readonly raw?: true;
  /** What a body may weigh, in bytes, where that is more than usual. */
  readonly bodyLimit?: number;
  handler(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}

/** A route with these methods only. Any other is told which ones there are (RFC 9110 §15.5.6), not that nothing is here. */
export function only(app: FastifyInstance, { url, methods, format, raw, bodyLimit, handler }: Only): void {
  const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : [...methods];
  const config = { ...(format !== undefined && { format }), ...(raw !== undefined && { raw }) };
  app.route({ method: [...methods], url, config, handler, ...(bodyLimit !== undefined && { bodyLimit }) });
  app.route({
    method: app.supportedMethods.filter((method) => !allowed.includes(method)),
    url,
    config,
    handler: (request, reply) =>
      refuse(request, reply, {
        status: 405,
        code: 'method-not-allowed',
        message: `${request.method} is not understood here. Use ${methods.join(' or ')}.`,
        problems: [`method must be ${methods.join(' or ')}`],
        headers: { allow: allowed.join(', ') },
      }),
  });
}
