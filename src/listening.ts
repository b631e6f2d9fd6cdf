import { createServer } from 'node:net';
import { z } from 'zod';
import type { Listening } from './doctor/configuration.ts';
import { seconds } from './lib/clock.ts';

const readiness = z.object({ ready: z.boolean(), reasons: z.array(z.string()).default([]) });

/** Where a server runs, whether it is ready; where none does, whether one could listen. */
export async function listeningAt(it: { host: string; port: number; served: boolean }): Promise<Listening> {
  return it.served ? await ask(it) : await tryPort(it);
}

async function ask({ host, port }: { host: string; port: number }): Promise<Listening> {
  const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  try {
    const response = await fetch(`http://${reachable}:${port}/readyz`, { signal: AbortSignal.timeout(seconds(5)) });
    const { ready, reasons } = readiness.parse(await response.json());
    return { reasons: ready ? [] : reasons };
  } catch {
    return { reasons: ['It does not answer there.'] };
  }
}

/** Listens for a moment, and leaves. */
async function tryPort({ host, port }: { host: string; port: number }): Promise<Listening> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', (error) => {
      const found = 'code' in error ? causes[String(error.code)] : undefined;
      resolve(found ?? { failure: error.message });
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve('free')));
  });
}

const causes: Readonly<Record<string, Listening>> = {
  EADDRINUSE: 'taken',
  EACCES: 'not-allowed',
  EADDRNOTAVAIL: 'not-here',
  ENOTFOUND: 'not-here',
  EAI_AGAIN: 'not-here',
};
