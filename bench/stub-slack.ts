import { createServer, type IncomingMessage } from 'node:http';
import { WebSocketServer } from 'ws';

/** A call as it arrived, and when (performance.now(), milliseconds). */
export interface Arrived {
  readonly method: string;
  readonly body: URLSearchParams;
  readonly at: number;
}

/** The least that a Slack client needs, so that what is measured is ours: it answers at once and checks nothing. */
export async function startStubSlack(): Promise<{
  apiUrl: string;
  arrived: Arrived[];
  close(): Promise<void>;
}> {
  const arrived: Arrived[] = [];
  let port = 0;
  let stamp = 0;
  const answer = (method: string, body: URLSearchParams): object => {
    if (method === 'auth.test') return { team_id: 'T0BENCH', team: 'Bench', user_id: 'U0BOT', bot_id: 'B0BOT' };
    if (method === 'apps.connections.open') return { url: `ws://127.0.0.1:${port}/link` };
    if (method === 'conversations.open') return { channel: { id: `D${(body.get('users') ?? '').slice(1)}` } };
    stamp += 1;
    return { channel: body.get('channel'), ts: `1700000000.${String(stamp).padStart(6, '0')}` };
  };
  const server = createServer((request, response) => {
    const at = performance.now();
    void read(request).then((text) => {
      const method = (request.url ?? '').replace(/^\/api\//, '');
      const body = new URLSearchParams(text);
      arrived.push({ method, body, at });
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, ...answer(method, body) }));
    });
  });
  const sockets = new WebSocketServer({ server, path: '/link' });
  sockets.on('connection', (socket) => {
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0BENCH' } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  port = address.port;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    arrived,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
