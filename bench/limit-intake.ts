/**
 * What intake could be at best: a plain route of the same web server, and the same rows by prepared statements. It reads only what
 * nobody can do without: whose the key is, and whether the alert is open already.
 */
import { createHash } from 'node:crypto';
import { fastify } from 'fastify';
import { openLimit } from './limit-store.ts';

const store = await openLimit(process.env.DATABASE_URL ?? '');
const app = fastify({ logger: false, keepAliveTimeout: 72_000 });

interface Sent {
  readonly routing_key: string;
  readonly dedup_key: string;
  readonly payload: { readonly summary: string; readonly source: string };
}

app.post<{ Body: Sent }>('/v2/enqueue', async (request, reply) => {
  const { routing_key, dedup_key, payload } = request.body;
  const hash = createHash('sha256').update(routing_key).digest('hex');
  await store.receive(hash, { key: dedup_key, summary: payload.summary, source: payload.source }, Date.now());
  return reply.code(202).send({ status: 'success', message: 'Event processed', dedup_key });
});

const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ address })}\n`);
process.once('SIGTERM', async () => {
  await app.close();
  process.exit();
});
