import type { FastifyInstance } from 'fastify';

/** The page's live view: Server-Sent Events, the whole state first and each change after. */
export interface Feed {
  send(event: string, data: unknown): void;
  close(): void;
}

const aliveEveryMs = 20_000;

/** A page that lost the connection comes back by itself and is given everything anew, so nothing need be remembered. */
export function serveFeed(app: FastifyInstance, snapshot: () => unknown): Feed {
  const readers = new Set<NodeJS.WritableStream>();
  const line = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  const alive = setInterval(() => {
    for (const reader of readers) reader.write(': alive\n\n');
  }, aliveEveryMs).unref();

  app.get('/page/events', (_request, reply) => {
    reply.hijack();
    const { raw } = reply;
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    raw.write(`retry: 1000\n\n${line('snapshot', snapshot())}`);
    readers.add(raw);
    raw.on('close', () => readers.delete(raw));
  });

  return {
    send(event, data) {
      const text = line(event, data);
      for (const reader of readers) reader.write(text);
    },
    close() {
      clearInterval(alive);
      for (const reader of readers) reader.end();
    },
  };
}
