import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CallLog } from '../call-log.ts';
import { type Failures, failureBody } from '../failures.ts';
import { type Answer, refuse } from './answer.ts';
import { readBody, withoutToken } from './body.ts';
import type { Method, Office } from './method.ts';
import { appsConnectionsOpen } from './methods/apps-connections-open.ts';
import { authTest } from './methods/auth-test.ts';
import { chatPostEphemeral } from './methods/chat-post-ephemeral.ts';
import { chatPostMessage } from './methods/chat-post-message.ts';
import { chatUpdate } from './methods/chat-update.ts';
import { conversationsInfo } from './methods/conversations-info.ts';
import { conversationsOpen } from './methods/conversations-open.ts';
import { usersInfo } from './methods/users-info.ts';
import { usersLookupByEmail } from './methods/users-lookup-by-email.ts';
import { appScopes, tokens } from './workspace.ts';

const methods: ReadonlyMap<string, Method> = new Map(
  [
    authTest,
    appsConnectionsOpen,
    chatPostMessage,
    chatUpdate,
    chatPostEphemeral,
    conversationsOpen,
    conversationsInfo,
    usersInfo,
    usersLookupByEmail,
  ].map((each) => [each.name, each]),
);

function tokenOf(request: FastifyRequest, args: Readonly<Record<string, unknown>>): string | undefined {
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

function answer(
  name: string,
  token: string | undefined,
  args: Readonly<Record<string, unknown>>,
  office: Office,
): Answer {
  const method = methods.get(name);
  if (!method) return { ...refuse('unknown_method'), req_method: name };
  const allowed = mayCall(method, token, office.scopes);
  const result = allowed.ok ? method.call(args, office) : allowed;
  return !result.ok && result.error === 'missing_scope' ? { ...result, provided: office.scopes.join(',') } : result;
}

/**
 * The Web API (https://docs.slack.dev/apis/web-api): `POST /api/METHOD`, JSON or form. Every call is recorded, and those
 * that were told to fail fail before anything is looked at, as when Slack itself is unwell.
 */
export function serveWebApi(app: FastifyInstance, office: Office, log: CallLog, failures: Failures): void {
  app.post<{ Params: { method: string } }>('/api/:method', async (request, reply: FastifyReply) => {
    const name = request.params.method;
    const body = readBody(request);
    const args = body.ok ? body.args : {};
    const record = (ok: boolean, error?: string): void =>
      log.record({
        at: Date.now(),
        method: name,
        args: withoutToken(args),
        ok,
        ...(error !== undefined && { error }),
      });
    const failure = failures.take(name);
    if (failure) {
      const words = failureBody(failure);
      record(false, words.error);
      if (failure.retryAfterS !== undefined) reply.header('retry-after', String(failure.retryAfterS));
      return reply.code(failure.status).send(words);
    }
    const result = body.ok ? answer(name, tokenOf(request, args), args, office) : body;
    record(result.ok, result.ok ? undefined : result.error);
    const method = methods.get(name);
    if (method) {
      reply.header('x-oauth-scopes', (method.token === 'bot' ? office.scopes : appScopes).join(','));
      if (method.scope !== null) reply.header('x-accepted-oauth-scopes', method.scope);
    }
    return reply.send(result);
  });
}
