import { createHttpServer, type HttpServer } from '../../adapters/http/server.ts';
import type { World } from './world.ts';

/** The HTTP edge of a world: what tools send goes the whole way. `arrived`: what became of each request so far. */
export interface Edge {
  readonly server: HttpServer;
  readonly arrived: string[];
  post(url: string, body: object): Promise<{ status: number; result: unknown }>;
}

export function edgeOf(world: World): Edge {
  const { intake, changes } = world.app;
  const arrived: string[] = [];
  const server = createHttpServer({
    intake: {
      receive: async (key, signals) => {
        const received = await intake.receive(key, signals);
        arrived.push(received.ok ? received.value.map(({ kind }) => kind).join() : received.refusal.code);
        return received;
      },
    },
    changes,
    readiness: async () => [],
    metrics: async () => ({ contentType: 'text/plain', body: '' }),
    log: world.log,
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'http://127.0.0.1',
    newReference: () => 'ref',
    clock: world.clock.now,
  });
  return {
    server,
    arrived,
    post: async (url, body) => {
      const answer = await server.app.inject({ method: 'POST', url, payload: body });
      await world.settle();
      return { status: answer.statusCode, result: answer.json().result };
    },
  };
}
