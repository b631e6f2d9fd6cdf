import { setTimeout as sleep } from 'node:timers/promises';
import { createMetrics } from '../adapters/http/metrics.ts';
import { createHttpServer } from '../adapters/http/server.ts';
import { createApp } from './app.ts';
import type { ChatPort } from './chat/port.ts';
import { isOverHttp, openChats } from './chats.ts';
import type { Config } from './config.ts';
import { nameOfDatabase, openDatabase } from './db/database.ts';
import { takeServeLock } from './db/serve-lock.ts';
import { whyNot } from './db/sqlite.ts';
import type { Store } from './db/store.ts';
import { startSweep } from './job/sweep.ts';
import { systemClock } from './lib/clock.ts';
import { newId, newReference } from './lib/ids.ts';
import type { Log } from './lib/log.ts';
import { passOver } from './lib/log.ts';
import { no, ok, type Result } from './lib/result.ts';
import { version } from './lib/version.ts';
import { readinessOf } from './readiness.ts';

export interface Serving {
  /** How HTTP is reached; with port 0, the one that the system chose. */
  readonly address: string;
  /** The sandbox's page and the sample service's key; null when real chat is configured. */
  readonly sandbox: { readonly page: string; readonly key: string | null } | null;
  /** Stops taking, finishes what runs, loses nothing. */
  stop(): Promise<void>;
}

// Loaded where it is the chat, and nowhere else.
const sandboxWorld = () => import('./sandbox-world.ts');

/** Milliseconds that running jobs are given to end by themselves. */
const jobsGrace = 3000;

/** Whatever was started, to be stopped in the opposite order. */
type Stops = (() => Promise<void> | void)[];

/**
 * Starts Reveille: migrate → own the database → intake and executor → chat. Chat that is down does not keep it from
 * starting; a wrong token, a taken port or a foreign database does, with a sentence.
 */
export async function serve(config: Config, log: Log): Promise<Result<Serving, string>> {
  const stops: Stops = [];
  try {
    const result = await start(config, log, stops);
    if (!result.ok) await stopAll(stops, log);
    return result;
  } catch (error) {
    // A disk that is full, say: what has begun is ended before it is told.
    await stopAll(stops, log);
    throw error;
  }
}

async function start(config: Config, log: Log, stops: Stops): Promise<Result<Serving, string>> {
  const database = await own(config, log, stops);
  if (!database.ok) return database;
  const store = database.value;

  const local = config.sandbox ? await (await sandboxWorld()).openLocalChat(config, store, log) : null;
  if (local !== null && !local.ok) return local;
  if (local !== null) stops.push(() => local.value.close());

  const metrics = createMetrics();
  const ports: ChatPort[] = [];
  const count = metrics.countEvent;
  const installation = { version, database: nameOfDatabase(config.database), since: systemClock() };
  const owner = newId('job');
  const app = createApp({
    store,
    clock: systemClock,
    newId,
    newReference,
    log,
    owner,
    ports,
    count,
    installation,
  });
  // Before it has anything that others could take for abandoned.
  await store.presentAs(owner);
  await app.jobs.freeGone();
  const chatSettings = local?.value.settings ?? config;
  const chatDeps = { core: app.chat, log, clock: systemClock };
  const early = isOverHttp(chatSettings) ? await openChats(chatSettings, chatDeps) : null;
  const [route = null] = early?.flatMap((chat) => chat.route ?? []) ?? [];
  let isOpen = false;

  const http = createHttpServer({
    intake: app.intake,
    routes: route === null ? [] : [route],
    changes: app.changes,
    readiness: readinessOf({ store, ports, clock: systemClock, isStarting: () => !isOpen }),
    why: store.why,
    metrics: metrics.render,
    countIntake: metrics.countIntake,
    log,
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    newReference,
    clock: systemClock,
  });
  const listening = await http.start();
  if (!listening.ok) return no(listening.refusal.message);
  const { address } = listening.value;
  local?.value.alertsTo(address);

  // From here on alerts are taken. The ports are there before the first job runs: one that found none would take what it has
  // to show for done.
  const chats = early ?? (await openChats(chatSettings, chatDeps));
  ports.push(...chats.map((chat) => chat.port));
  isOpen = true;
  await metrics.load();
  const { createAgendaExecutor } = await import('../adapters/agenda/executor.ts');
  const executor = createAgendaExecutor({ jobs: app.jobs, store, clock: systemClock, log });
  await executor.start();
  const sweep = startSweep({ jobs: app.jobs, clock: systemClock, log });
  // The order of stopping: nothing new comes in, then what runs ends, then chat is left.
  stops.push(() => leave([executor, sweep], chats));
  stops.push(() => http.stop());

  if (route !== null) log.info({ url: `${config.publicUrl}${route.path}` }, 'Slack is to send its requests here');
  for (const started of await Promise.all(chats.map((chat) => chat.start()))) {
    if (!started.ok) return no(started.refusal.message);
  }
  await app.recall();
  // What another one says of this one, once it is gone, names it so.
  log.info({ address, ...(store.shared ? { server: owner } : {}) }, 'ready to take alerts');
  return ok({
    address,
    sandbox: local === null ? null : { page: local.value.page, key: local.value.key },
    stop: () => stopAll(stops, log),
  });
}

/**
 * Migrates the database and opens it. A file is served by one process, which holds its lock; on PostgreSQL there may be
 * several, since no two of them are ever given the same row.
 */
async function own({ database }: Config, log: Log, stops: Stops): Promise<Result<Store, string>> {
  if (database.kind === 'sqlite') {
    const { file } = database;
    const problem = whyNot(file);
    if (problem !== null) return no(problem);
    const lock = takeServeLock(file);
    if (lock === null) {
      return no(
        `Another Reveille serves ${file} already. Stop it first, or give this one a database of its own with DATABASE_URL.`,
      );
    }
    stops.push(() => lock.release());
  }
  const opened = await openDatabase(database, log);
  if (!opened.ok) return no(opened.refusal.message);
  stops.push(() => opened.value.close());
  return opened;
}

/**
 * Lets the jobs that run end, then leaves chat. A call that nobody answers is not waited for to its end: it would outlast the
 * 10 s that Docker and others give before they kill. Leaving chat breaks it off, and its job is put back for the next start.
 */
async function leave(
  runners: readonly { stop(): Promise<void> }[],
  chats: readonly { stop(): Promise<void> }[],
): Promise<void> {
  const ended = Promise.allSettled(runners.map((runner) => runner.stop()));
  const late = new AbortController();
  await Promise.race([ended, sleep(jobsGrace, undefined, { signal: late.signal }).catch(() => {})]);
  late.abort();
  await Promise.all(chats.map((chat) => chat.stop()));
  for (const end of await ended) if (end.status === 'rejected') throw end.reason;
}

async function stopAll(stops: Stops, log: Log): Promise<void> {
  for (const stop of stops.splice(0).reverse()) {
    try {
      await stop();
    } catch (error) {
      passOver(log, 'stopping')(error);
    }
  }
}
