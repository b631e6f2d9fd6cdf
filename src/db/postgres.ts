import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Log } from '../lib/log.ts';
import { openPool, readerOf } from './postgres-connection.ts';
import { createNews } from './postgres-news.ts';
import { showPresence, whoIsShown } from './postgres-presence.ts';
import { causeOf, isUnwell, sayLoss, wasOvertaken } from './postgres-trouble.ts';
import type { Reader, Store, Tx } from './store.ts';
import { createTrial } from './trial.ts';
import { createUnits, type Ran } from './unit.ts';

/** How often a unit is tried that others overtook; each time one of them has come through. */
const mostTries = 8;

/** Opens the database, which must be migrated already. Connections are made when they are needed, and again when they were lost. */
export function openPostgres(url: string, log: Log): Store {
  const lost = (err: Error): void => log.debug({ err }, 'a connection to PostgreSQL was lost');
  // Every connection shows who has it, so that a server is there as long as it has any.
  let owner: string | null = null;
  const show = async (client: pg.ClientBase): Promise<void> => {
    if (owner !== null) await showPresence(client, owner);
  };
  const pool = openPool(url, lost, show);
  const news = createNews(url, (text, values) => pool.query(text, values), show, log);
  const units = createUnits(log);
  // One for each connection, so that what is prepared there is built once.
  const readers = new WeakMap<pg.PoolClient, Reader>();
  const reader = (client: pg.PoolClient): Reader => {
    const made = readers.get(client) ?? readerOf(client);
    readers.set(client, made);
    return made;
  };

  const once = async <T>(unit: (tx: Tx) => Promise<T>): Promise<Ran<T>> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const ran = await units.run(reader(client), unit);
      const { command } = await client.query('commit');
      // A transaction in which a query failed is rolled back by its COMMIT, without an error.
      if (command !== 'COMMIT') throw new Error('a query of this transaction had failed, so it was rolled back');
      return ran;
    } catch (error) {
      await client.query('rollback').catch((err: Error) => {
        broken = err;
      });
      throw causeOf(error);
    } finally {
      client.release(broken);
    }
  };
  const again = async <T>(unit: (tx: Tx) => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      try {
        const { value, tasks } = await once(unit);
        units.after(tasks);
        return value;
      } catch (error) {
        if (!wasOvertaken(error) || tries === mostTries) throw error;
        // Not in step with whoever was in the way.
        await sleep(randomInt(5 * 2 ** tries));
      }
    }
  };
  const transaction = <T>(unit: (tx: Tx) => Promise<T>): Promise<T> => {
    units.refuseNested();
    return again(unit);
  };
  return {
    shared: true,
    read: readerOf(pool),
    transaction,
    trouble: createTrial(transaction, (error) => sayLoss(error, url)),
    why: (error) => (isUnwell(error) ? sayLoss(error, url) : null),
    changedByOthers: () => news.any(),
    announce: () => news.announce(),
    presentAs: async (name) => {
      owner = name;
      await news.listen();
    },
    absent: async (owners) => {
      const isShown = await whoIsShown((text) => pool.query(text));
      // Whoever is not seen himself has no right to miss others.
      if (owner === null || !isShown(owner)) return [];
      return owners.filter((other) => !isShown(other));
    },
    close: async () => {
      await news.close();
      await pool.end();
    },
  };
}
