import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Nothing but our own files, no inline script or style, no frame around us, no form that leaves. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const headers = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

export interface Gate {
  /** Whether a request names this server; a name of somebody else's that leads here (DNS rebinding) does not. */
  isOurHost(host: string | undefined): boolean;
  isOurOrigin(origin: string): boolean;
}

/** `port` is asked at each request, for it is known only after listening. */
export function createGate(host: string, port: () => number): Gate {
  const names = ['127.0.0.1', 'localhost', '[::1]', host.includes(':') ? `[${host}]` : host];
  const isOurHost = (given: string | undefined): boolean =>
    given !== undefined && names.some((name) => given.toLowerCase() === `${name}:${port()}`);
  return {
    isOurHost,
    isOurOrigin: (origin) => origin.startsWith('http://') && isOurHost(origin.slice('http://'.length)),
  };
}

/** Why a request is turned away, or undefined. What the page sends must come from the page. */
function objection(gate: Gate, request: FastifyRequest): { status: number; words: string } | undefined {
  if (!gate.isOurHost(request.headers.host)) {
    return { status: 421, words: 'This address is not the sandbox. Open it by the address that it printed.' };
  }
  const { origin } = request.headers;
  if (origin !== undefined && !gate.isOurOrigin(origin)) {
    return { status: 403, words: 'The sandbox takes nothing from other pages.' };
  }
  if (origin === undefined && request.method !== 'GET' && request.url.startsWith('/page/')) {
    return { status: 403, words: 'Only the sandbox page may do that.' };
  }
  return undefined;
}

/** Guards every route of the server. */
export function standGuard(app: FastifyInstance, gate: Gate): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    const no = objection(gate, request);
    if (no) await reply.code(no.status).type('text/plain; charset=utf-8').send(no.words);
  });
}
