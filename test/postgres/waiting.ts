import { expect, vi } from 'vitest';
import type { Store } from '../../src/db/store.ts';
import { ask } from '../support/postgres-server.ts';

/** Resolves when so many connections of this database wait for a lock that another has. */
export async function waitingForLocks(url: string, count: number): Promise<void> {
  const text =
    "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await vi.waitFor(async () => expect(await ask(url, text)).toEqual([{ waiting: count }]), { timeout: 20_000 });
}

/** The same store, but its transactions do everything and then wait before they commit, until they are let go. */
export function heldBack(store: Store): { store: Store; done: Promise<void>; letGo: () => void } {
  let letGo = (): void => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let told = (): void => {};
  const done = new Promise<void>((resolve) => {
    told = resolve;
  });
  const transaction: Store['transaction'] = (unit) =>
    store.transaction(async (tx) => {
      const value = await unit(tx);
      told();
      await gate;
      return value;
    });
  return { store: { ...store, transaction }, done, letGo };
}
