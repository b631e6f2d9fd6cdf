import { createServer, type IncomingMessage } from 'node:http';
import { WebSocketServer } from 'ws';

/** A message as it arrived: `at` by `performance.now()`, before its body was read. */
export interface Posted {
  readonly at: number;
  readonly channel: string;
  readonly text: string;
}

/** Slack, as far as we ask for it: it takes everything at once and limits nothing, so that only our own time is measured. */
export interface Slack {
  readonly settings: { SLACK_BOT_TOKEN: string; SLACK_APP_TOKEN: string; SLACK_API_URL: string };
  /** Calls so far, by method. */
  readonly calls: Map<string, number>;
  stop(): void;
}

/** `posted` is told of every message that is not in a thread. */
export async function startSlack(posted: (message: Posted) => void): Promise<Slack> {
  let ts = 1_000_000;
  const calls = new Map<string, number>();
  const answers: Readonly<Record<string, (args: URLSearchParams) => object>> = {
    'auth.test': () => ({ team_id: 'T0BENCH', team: 'Bench', user_id: 'U0REVEILLE', bot_id: 'B0REVEILLE' }),
    'apps.connections.open': () => ({ url: `${url.replace('http', 'ws')}/link` }),
    'conversations.open': (args) => ({ channel: { id: `${args.get('users')}`.replace(/^U/, 'D') } }),
    'chat.postMessage': (args) => ({ channel: args.get('channel'), ts: `1700000000.${ts++}` }),
    'chat.update': (args) => ({ channel: args.get('channel'), ts: args.get('ts') }),
    'dnd.info': () => ({ dnd_enabled: false }),
  };
  const server = createServer(async (incoming, outgoing) => {
    const at = performance.now();
    const method = incoming.url?.split('/').at(-1) ?? '';
    calls.set(method, (calls.get(method) ?? 0) + 1);
    const args = new URLSearchParams(await textOf(incoming));
    if (method === 'chat.postMessage' && !args.has('thread_ts')) {
      posted({ at, channel: args.get('channel') ?? '', text: args.get('text') ?? '' });
    }
    const answer = answers[method];
    const body = answer === undefined ? { ok: false, error: 'unknown_method' } : { ok: true, ...answer(args) };
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.keepAliveTimeout = 60_000;
  const links = new WebSocketServer({ server, path: '/link' });
  links.on('connection', (link) => link.send(JSON.stringify({ type: 'hello', num_connections: 1 })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    settings: { SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_APP_TOKEN: 'xapp-bench', SLACK_API_URL: `${url}/api/` },
    calls,
    stop: () => {
      for (const link of links.clients) link.terminate();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
  return text;
}
