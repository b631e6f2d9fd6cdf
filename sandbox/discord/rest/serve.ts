import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bodyOf, type Failure, failBare, invalidForm } from '../failure.ts';
import { botToken } from '../guild.ts';
import type { Answered, Answering } from './answering.ts';
import type { Answer, Office } from './route.ts';
import { type Match, matching } from './routes.ts';

/** What a description of the API has against a body, in words; empty: nothing. `path` as in the reference. */
export type Judge = (call: { verb: string; path: string; body: unknown }) => readonly string[];

/** Requests of one bucket that would be allowed in `windowS` seconds, were limits on. */
const bucketSize = 5;
const windowS = 1;

/**
 * Every answer says what is left of its bucket (https://docs.discord.com/developers/topics/rate-limits#header-format);
 * here it is never used up.
 */
function bucketHeaders({ route }: Match, now: number): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(bucketSize),
    'x-ratelimit-remaining': String(bucketSize - 1),
    'x-ratelimit-reset': String(now / 1000 + windowS),
    'x-ratelimit-reset-after': String(windowS),
    // Named without the channel or server in the path: whoever counts adds that.
    'x-ratelimit-bucket': createHash('sha256').update(`${route.verb} ${route.path}`).digest('hex').slice(0, 32),
  };
}

function readBody(request: FastifyRequest): { ok: true; body: unknown } | Failure {
  const text = typeof request.body === 'string' ? request.body : '';
  if (text === '') return { ok: true, body: {} };
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  if (type !== 'application/json') {
    const message = 'Expected "Content-Type" header to be one of {\'application/json\'}.';
    return invalidForm([{ path: [], code: 'CONTENT_TYPE_INVALID', message }]);
  }
  try {
    return { ok: true, body: JSON.parse(text) };
  } catch {
    return { ok: false, status: 400, code: 50_109, message: 'The request body contains invalid JSON.', complaints: [] };
  }
}

function queryOf(url: URL): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(url.searchParams);
}

export interface Serving {
  readonly office: Office;
  readonly answering: Answering;
  readonly judge: Judge | undefined;
  /** What stands before `/api/v10`: a path without a slash at its end, or nothing. */
  readonly under: string;
}

/** The REST API, v10 (https://docs.discord.com/developers/reference). */
export function serveRest(app: FastifyInstance, { office, answering, judge, under }: Serving): void {
  const answer = (request: FastifyRequest, url: URL, found: readonly Match[], match: Match | undefined): Answer => {
    if (found.length === 0) return failBare(404, 'Not Found');
    if (!match) return failBare(405, 'Method Not Allowed');
    const { route, params } = match;
    if (!route.open && request.headers.authorization !== `Bot ${botToken}`) return failBare(401, 'Unauthorized');
    const read = readBody(request);
    if (!read.ok) return read;
    const { body } = read;
    const complaints = judge?.({ verb: route.verb, path: route.path, body }) ?? [];
    if (complaints.length > 0) {
      const [code, path] = ['OPENAPI', [] as const];
      return invalidForm(complaints.map((message) => ({ path, code, message })));
    }
    return route.run({ params, query: queryOf(url), body }, office);
  };

  const base = `${under}/api/v10`;
  app.all(`${base}/*`, async (request, reply) => {
    const url = new URL(request.url, 'http://sandbox');
    const path = url.pathname.slice(base.length);
    const found = matching(path);
    const match = found.find(({ route }) => route.verb === request.method);
    const work = (): Answered => {
      const result = answer(request, url, found, match);
      const headers = match ? bucketHeaders(match, office.now()) : {};
      if (result.ok) return { status: result.status, headers, body: result.body };
      const { status, code, message } = result;
      const details = result.complaints.map((each) => `${each.path.map(String).join('.')}: ${each.message}`);
      const error = [`${code} ${message}`, ...details].join('; ');
      return { status, headers, body: bodyOf(result), error };
    };
    const read = readBody(request);
    const call = {
      method: match ? `${match.route.verb} ${match.route.path}` : `${request.method} ${path}`,
      channel: match?.params['channel.id'] ?? null,
      args: read.ok ? read.body : {},
    };
    return await answering(reply, call, work);
  });
}
