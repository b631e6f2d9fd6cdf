import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Reply = (response: ServerResponse, asked: Asked) => void;

/** An HTTP server that answers as it is told, and keeps what it was asked. */
export interface DiscordStub {
  readonly apiUrl: string;
  readonly asked: Asked[];
  readonly server: Server;
  reply: Reply;
  close(): Promise<void>;
}

export async function discordStub(): Promise<DiscordStub> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const one = { ...(await read(request)), authorization: request.headers.authorization };
      asked.push(one);
      stub.reply(response, one);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const stub: DiscordStub = {
    apiUrl: `http://127.0.0.1:${address.port}/api`,
    asked,
    server,
    reply: json(200, {}),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}

async function read(request: IncomingMessage): Promise<{ method: string; url: string; body: Record<string, unknown> }> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString();
  const { method = '', url = '' } = request;
  return { method, url: url.replace('/api/v10', ''), body: text === '' ? {} : JSON.parse(text) };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return (response) => {
    const head = { 'content-type': 'application/json', ...headers };
    response.writeHead(status, head).end(status === 204 ? undefined : JSON.stringify(body));
  };
}

/** Discord's way to say no. */
export function refusal(status: number, code: number, errors?: object): Reply {
  return json(status, { message: `words for ${code}`, code, ...(errors === undefined ? {} : { errors }) });
}

/** One answer after another. */
export function inTurn(...replies: readonly Reply[]): Reply {
  const left = [...replies];
  return (response, asked) => (left.shift() ?? json(500, {}))(response, asked);
}
