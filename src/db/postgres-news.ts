import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Log } from '../lib/log.ts';
import { settingsOf } from './postgres-connection.ts';

/** What other processes of this database have said. */
export interface News {
  /** Whether something came since this was last asked. The first time it begins to listen. */
  any(): boolean;
  announce(): void;
  /** Begins to listen, on a connection that is made anew. Resolves when that was tried; it is tried again and again. */
  listen(): Promise<void>;
  close(): Promise<void>;
}

const channel = 'reveille';
/** Many commits make one announcement, in milliseconds. */
const gather = 50;
/** How long after a lost connection the next is tried, in milliseconds. */
const pause = 1000;

/**
 * One connection that listens (postgresql.org/docs/current/sql-notify.html). Announcements are made beside the transactions
 * they speak of and not in them: a transaction that notifies holds a lock of the whole database while it commits. So one may
 * be lost, and whoever waits for news looks by himself now and then. `made` is done to the connection before it
 * is used.
 */
export function createNews(
  url: string,
  say: (text: string, values: string[]) => Promise<unknown>,
  made: (client: pg.ClientBase) => Promise<void>,
  log: Log,
): News {
  const me = randomUUID();
  let news = false;
  let listening: pg.Client | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | null = null;
  let announcement: NodeJS.Timeout | null = null;

  const listen = async (): Promise<void> => {
    const client = new pg.Client(settingsOf(url));
    listening = client;
    const lost = (err: unknown): void => {
      if (listening !== client || closed) return;
      listening = null;
      log.debug({ err }, 'news of other processes cannot be heard; trying again');
      client.end().catch(() => {});
      retry = setTimeout(() => void listen(), pause);
      retry.unref();
    };
    client.on('error', lost);
    client.on('end', () => lost(new Error('the connection was closed')));
    client.on('notification', ({ payload }) => {
      if (payload !== me) news = true;
    });
    try {
      await client.connect();
      await made(client);
      await client.query(`listen ${channel}`);
      // Whatever was said before is not known.
      news = true;
    } catch (error) {
      lost(error);
    }
  };
  const send = async (): Promise<void> => {
    announcement = null;
    // Lost with the connection; whoever waits for it looks by himself.
    await say('select pg_notify($1, $2)', [channel, me]).catch((err: unknown) =>
      log.debug({ err }, 'other processes could not be told of new jobs'),
    );
  };
  return {
    any: () => {
      if (listening === null && retry === null) void listen();
      const before = news;
      news = false;
      return before;
    },
    announce: () => {
      if (closed) return;
      announcement ??= setTimeout(() => void send(), gather);
    },
    listen: async () => {
      if (retry !== null) clearTimeout(retry);
      retry = null;
      const before = listening;
      await listen();
      await before?.end().catch(() => {});
    },
    close: async () => {
      closed = true;
      if (retry !== null) clearTimeout(retry);
      if (announcement !== null) {
        clearTimeout(announcement);
        await send();
      }
      await listening?.end().catch(() => {});
    },
  };
}
