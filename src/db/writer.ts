import type { Database, Statement } from 'better-sqlite3';
import type { Log } from '../lib/log.ts';
import type { Reader, Tx } from './store.ts';
import { createUnits, type Ran, type Units } from './unit.ts';

/** Longest time a unit may hold the only writer before we say so; a query takes well under 1 ms. */
const slowMs = 100;

interface Waiting {
  readonly run: (tx: Tx) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Finished extends Ran<unknown> {
  readonly waiting: Waiting;
}

/**
 * The one writer of a SQLite database. Units that wait are run one after the other inside one transaction, each in its own
 * savepoint, and their callers hear of it after the one COMMIT is durable: one fsync is shared by all of them.
 * Between two groups the event loop gets one turn; with microtasks alone hardly anything gathers.
 */
export class Writer {
  #queue: Waiting[] = [];
  #running = false;
  /** A unit of the group found the disk full, although the group went on. */
  #foundFull = false;
  readonly #units: Units;
  readonly #connection: Database;
  readonly #reader: Reader;
  readonly #log: Log;
  readonly #savepoint: Statement;
  readonly #release: Statement;

  constructor(connection: Database, reader: Reader, log: Log) {
    this.#connection = connection;
    this.#reader = reader;
    this.#log = log;
    this.#savepoint = connection.prepare('savepoint unit');
    this.#release = connection.prepare('release unit');
    this.#units = createUnits(log);
  }

  /** Throws at once when called inside another unit: it would wait for itself. */
  transaction<T>(unit: (tx: Tx) => Promise<T>): Promise<T> {
    this.#units.refuseNested();
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ run: unit, resolve: (value) => resolve(value as T), reject });
      this.#start();
    });
  }

  /** Resolves when nothing is queued or running. */
  async idle(): Promise<void> {
    while (this.#running || this.#queue.length > 0) await new Promise((next) => setImmediate(next));
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    setImmediate(() => void this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#queue;
      this.#queue = [];
      await this.#group(group);
      await new Promise((next) => setImmediate(next));
    }
    this.#running = false;
  }

  async #group(group: readonly Waiting[]): Promise<void> {
    const finished: Finished[] = [];
    try {
      this.#connection.exec('begin immediate');
      for (const waiting of group) await this.#unit(waiting, finished);
      this.#connection.exec('commit');
    } catch (error) {
      this.#rollBack();
      if (isFull(error)) this.#emptyLog();
      this.#foundFull = false;
      const told = new Set(finished.map((done) => done.waiting));
      for (const waiting of group) if (told.has(waiting) || !this.#settled.has(waiting)) waiting.reject(error);
      return;
    }
    if (this.#foundFull) this.#emptyLog();
    this.#foundFull = false;
    for (const { waiting, value, tasks } of finished) {
      this.#units.after(tasks);
      waiting.resolve(value);
    }
  }

  /** The writer goes on whatever happens: a rollback that fails is said, and the next group's BEGIN shows whether it matters. */
  #rollBack(): void {
    try {
      if (this.#connection.inTransaction) this.#connection.exec('rollback');
    } catch (error) {
      this.#log.error({ err: error }, 'a transaction could not be rolled back');
    }
  }

  /**
   * SQLite writes its log back when it has 1000 pages, after a commit. On a full disk it never gets there, and no commit would
   * succeed again although the log could be used from its beginning (sqlite.org/wal.html#ckpt). PASSIVE waits for no reader.
   */
  #emptyLog(): void {
    try {
      this.#connection.pragma('wal_checkpoint(PASSIVE)');
    } catch (error) {
      this.#log.debug({ err: error }, 'the log of the database could not be written back');
    }
  }

  /** Units whose caller has heard of a failure already, although the group goes on. */
  readonly #settled = new WeakSet<Waiting>();

  async #unit(waiting: Waiting, finished: Finished[]): Promise<void> {
    const begun = performance.now();
    this.#savepoint.run();
    try {
      const ran = await this.#units.run(this.#reader, waiting.run);
      this.#release.run();
      finished.push({ waiting, ...ran });
    } catch (error) {
      // A full disk may end the whole transaction: then every caller of the group hears of it.
      if (!this.#connection.inTransaction) throw error;
      this.#connection.exec('rollback to unit; release unit');
      this.#foundFull ||= isFull(error);
      this.#settled.add(waiting);
      waiting.reject(error);
    }
    const took = performance.now() - begun;
    if (took > slowMs) this.#log.warn({ ms: Math.round(took) }, 'a transaction held the writer for long');
  }
}

/** drizzle wraps what the driver threw. */
function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === 'SQLITE_FULL') || isFull(error.cause);
}
