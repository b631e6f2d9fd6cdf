import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Refused, refuse } from './answer.ts';

type Args = Readonly<Record<string, unknown>>;

/** Bodies are kept as text, so that a body that is no JSON is answered in Slack's words and not in the server's. */
export function takeBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
}

/**
 * The arguments of a call: JSON, or the form that clients send by default, in which objects are JSON strings
 * (https://docs.slack.dev/apis/web-api, "POST bodies"). The errors are Slack's.
 */
export function readBody(request: FastifyRequest): { ok: true; args: Args } | Refused {
  const text = typeof request.body === 'string' ? request.body : '';
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  if (type === 'application/x-www-form-urlencoded' || (type === '' && text === '')) {
    return { ok: true, args: Object.fromEntries(new URLSearchParams(text)) };
  }
  if (type !== 'application/json') return refuse('invalid_post_type');
  try {
    const args = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text));
    return args.success ? { ok: true, args: args.data } : refuse('json_not_object');
  } catch {
    return refuse('invalid_json');
  }
}

export function withoutToken(args: Args): Args {
  return Object.fromEntries(Object.entries(args).filter(([name]) => name !== 'token'));
}
