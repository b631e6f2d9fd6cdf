import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Log } from '../lib/log.ts';
import { settingsOf } from './postgres-connection.ts';
import { shownBy, showPresence, whoIsShown } from './postgres-presence.ts';

/** What other processes of this database have said, and which of them are there. */
export interface News {
  /** Whether something came since this was last asked. The first time it begins to listen. */
  any(): boolean;
  announce(): void;
  /** See `Store`. */
  presentAs(owner: string): Promise<void>;
  absent(owners: readonly string[]): Promise<readonly string[]>;
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
 * be lost, and whoever waits for news looks by himself now and then. The same connection shows that this process lives.
 */
export function createNews(url: string, say: (text: string, values: string[]) => Promise<unknown>, log: Log): News {
  const me = randomUUID();
  let owner: string | null = null;
  let news = false;
  let listening: pg.Client | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | null = null;
  let announcement: NodeJS.Timeout | null = null;

  const listen = async (): Promise<void> => {
    const client = new pg.Client({ ...settingsOf(url), ...shownBy });
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
      if (owner !== null) await showPresence(client, owner);
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
    presentAs: async (name) => {
      owner = name;
      const client = listening;
      // One that cannot show it is ended, and the next one does.
      if (client !== null) await showPresence(client, name).catch(() => client.end());
      else if (retry === null) await listen();
    },
    absent: async (owners) => {
      const isShown = await whoIsShown((text) => say(text, []));
      // Whoever is not seen himself has no right to miss others.
      if (owner === null || !isShown(owner)) return [];
      return owners.filter((other) => !isShown(other));
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
