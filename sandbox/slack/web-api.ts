import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Answered, Answering } from '../faults/under-faults.ts';
import type { LivingWorld } from '../world.ts';
import { type Answer, refuse } from './answer.ts';
import { readBody, withoutToken } from './body.ts';
import type { Method, Office } from './method.ts';
import { methods } from './methods.ts';
import { appScopes, tokens } from './workspace.ts';

type Args = Readonly<Record<string, unknown>>;

function tokenOf(request: FastifyRequest, args: Args): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? (typeof args.token === 'string' ? args.token : undefined);
}

/** Whether a token may call a method: which kind it is, then whether its scopes suffice. */
function mayCall(method: Method, token: string | undefined, scopes: readonly string[]): Answer {
  if (token === undefined) return refuse('not_authed');
  const kind = token === tokens.bot ? 'bot' : token === tokens.app ? 'app' : undefined;
  if (kind === undefined) return refuse('invalid_auth');
  if (kind !== method.token) return refuse('not_allowed_token_type');
  const provided: readonly string[] = kind === 'bot' ? scopes : appScopes;
  if (method.scope === null || provided.includes(method.scope)) return { ok: true };
  return { ...refuse('missing_scope'), needed: method.scope };
}

function answer(name: string, token: string | undefined, args: Args, office: Office): Answer {
  const method = methods.get(name);
  if (!method) return { ...refuse('unknown_method'), req_method: name };
  const allowed = mayCall(method, token, office.scopes);
  const result = allowed.ok ? method.call(args, office) : allowed;
  return !result.ok && result.error === 'missing_scope' ? { ...result, provided: office.scopes.join(',') } : result;
}

/** Slack names in its headers what the token may do, and what this method would have needed. */
function scopeHeaders(method: Method | undefined, office: Office): Readonly<Record<string, string>> {
  if (!method) return {};
  return {
    'x-oauth-scopes': (method.token === 'bot' ? office.scopes : appScopes).join(','),
    ...(method.scope !== null && { 'x-accepted-oauth-scopes': method.scope }),
  };
}

/** The conversation that a call is about, by its id; a person's id stands for the conversation with that person. */
function channelOf(world: LivingWorld, args: Args): string | null {
  const named = args.channel ?? args.users;
  if (typeof named !== 'string') return null;
  return world.channels.find((each) => each.dmWith === named)?.id ?? named;
}

/** The Web API (https://docs.slack.dev/apis/web-api): `POST /api/METHOD`, JSON or form. */
export function serveWebApi(app: FastifyInstance, office: Office, answering: Answering): void {
  app.post<{ Params: { method: string } }>('/api/:method', async (request, reply) => {
    const { method } = request.params;
    const body = readBody(request);
    const args = body.ok ? body.args : {};
    const work = (): Answered => {
      const result = body.ok ? answer(method, tokenOf(request, args), args, office) : body;
      const headers = scopeHeaders(methods.get(method), office);
      return { status: 200, headers, body: result, ok: result.ok, ...(!result.ok && { error: result.error }) };
    };
    return await answering(reply, { method, channel: channelOf(office.world, args), args: withoutToken(args) }, work);
  });
}
