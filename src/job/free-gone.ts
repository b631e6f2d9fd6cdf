import type { Store } from '../db/store.ts';
import type { Log } from '../lib/log.ts';
import type { OnUnended } from './job.ts';
import { freeRowsOf, holders } from './store.ts';

export interface FreeGoneDeps {
  readonly store: Store;
  readonly log: Log;
  /** Names this process in its locks. */
  readonly owner: string;
  readonly onUnended: OnUnended;
  /** Jobs of this kind can be claimed now. */
  readonly free: (kind: string) => void;
}

/**
 * How often on end a server is not to be seen until it is gone, where there may be several. With the sweep's 2 s that is 4 s at
 * least: one that lives and lost its connections has another by then (src/db/postgres-news.ts).
 */
const looksUntilGone = 3;

/**
 * Each call is a look. Frees what servers hold that are gone, and says how many rows it was; whoever lives keeps what he has. A
 * server that finds no connection for longer may be taken for gone: its work is done twice then, and its own ends refused.
 */
export function createFreeGone({ store, log, owner, onUnended, free }: FreeGoneDeps): () => Promise<number> {
  let missed: ReadonlyMap<string, number> = new Map();
  const enough = store.shared ? looksUntilGone : 1;
  const look = async (): Promise<string[]> => {
    const before = missed;
    // A look that fails has seen nobody miss anything.
    missed = new Map();
    const others = (await holders(store.read)).filter((name) => name !== owner);
    const absent = others.length === 0 ? [] : await store.absent(others);
    missed = new Map(absent.map((name) => [name, (before.get(name) ?? 0) + 1]));
    return absent.filter((name) => (missed.get(name) ?? 0) >= enough);
  };
  return async () => {
    const gone = await look();
    if (gone.length === 0) return 0;
    const freed = await store.transaction(async (tx) => {
      const unended = await freeRowsOf(tx, gone);
      if (unended.length > 0) await onUnended(tx, unended);
      return unended;
    });
    if (freed.length === 0) return 0;
    log.info({ servers: gone, rows: freed.length }, 'what a server had begun that is gone runs again');
    for (const kind of new Set(freed.map((row) => row.kind))) free(kind);
    store.announce();
    return freed.length;
  };
}
