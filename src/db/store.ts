import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Schema } from './schema/schema.ts';

/** What queries are built with: the intersection of drizzle's two builders. */
export type Queries = Pick<
  PgDatabase<PgQueryResultHKT, Record<string, never>>,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'with' | '$with' | '$count'
>;

/** Something that can be asked. `t` holds the tables of the database at hand. */
export interface Reader {
  readonly db: Queries;
  readonly t: Schema;
}

/** An open transaction. Nothing but queries on it may be awaited inside. */
export interface Tx extends Reader {
  /** Runs once the transaction is durable; never when it was rolled back. */
  afterCommit(task: () => void): void;
  /** Runs when the unit has ended, in the same transaction: for what is gathered and then written in one go. */
  beforeCommit(task: () => Promise<void>): void;
}

/** The database: the truth. */
export interface Store {
  /** Whether several processes may serve it at once. SQLite has one: the one that holds its lock. */
  readonly shared: boolean;
  /** Reads what is committed, beside the writer. */
  readonly read: Reader;
  /**
   * One unit of work: all or nothing. Resolves once it is durable; throws what `unit` threw, or why the commit failed. Where
   * another process was faster, the unit is run again, so it does nothing but ask and write on `tx`.
   */
  transaction<T>(unit: (tx: Tx) => Promise<T>): Promise<T>;
  /** Whether something can be stored now, tried by storing it. Null: it can; else why not and what to do, in a sentence. */
  trouble(): Promise<string | null>;
  /** Why a transaction threw this, in a sentence that says what to do, where the database is unwell. Null: a fault of ours. */
  why(error: unknown): string | null;
  /** Whether another process has committed something since the last time this was asked. */
  changedByOthers(): boolean;
  /** Has others' `changedByOthers` say so soon, where they do not see it by themselves. A help, no promise: it may be lost. */
  announce(): void;
  /**
   * From now on others that serve the same database see this process by that name until it ends, however it ends, or loses its
   * connection. Resolves when that was tried; what fails is tried again and again.
   */
  presentAs(owner: string): Promise<void>;
  /**
   * Those of these other owners who are not to be seen: their process has ended, or has no connection for the moment. None where
   * we are not to be seen ourselves. On SQLite all of them: whoever asks is the only one that serves.
   */
  absent(owners: readonly string[]): Promise<readonly string[]>;
  close(): Promise<void>;
}
