/** Ours without its executor: alerts are taken and stored, and nothing is done about them. What intake costs by itself. */
import { createMetrics } from '../adapters/http/metrics.ts';
import { createHttpServer } from '../adapters/http/server.ts';
import { createApp } from '../src/app.ts';
import { environment, readConfig } from '../src/config.ts';
import { openDatabase } from '../src/db/database.ts';
import { systemClock } from '../src/lib/clock.ts';
import { newId, newReference } from '../src/lib/ids.ts';
import { createLog } from '../src/pino.ts';

const read = readConfig(environment(), false);
if (!read.ok) throw new Error(read.refusal.join('\n'));
const config = read.value;
const log = createLog(config, process.stdout);
const opened = await openDatabase(config.database, log);
if (!opened.ok) throw new Error(opened.refusal.message);
const store = opened.value;
const metrics = createMetrics();
const common = { clock: systemClock, newReference, log };
const installation = { version: 'bench', database: '', since: systemClock() };
const app = createApp({ ...common, store, newId, owner: 'bench', ports: [], count: metrics.countEvent, installation });
const http = createHttpServer({
  ...common,
  intake: app.intake,
  changes: app.changes,
  readiness: async () => [],
  metrics: metrics.render,
  countIntake: metrics.countIntake,
  host: '127.0.0.1',
  port: 0,
  publicUrl: '',
});
const listening = await http.start();
if (!listening.ok) throw new Error(listening.refusal.message);
await metrics.load();
process.stdout.write(`${JSON.stringify({ address: listening.value.address })}\n`);
process.once('SIGTERM', async () => {
  await http.stop();
  await store.close();
  process.exit();
});
