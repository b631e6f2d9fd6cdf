import { AsyncLocalStorage } from 'node:async_hooks';
import type { Log } from '../lib/log.ts';
import type { Reader, Tx } from './store.ts';

/** What a unit of work came to, before it is committed. */
export interface Ran<T> {
  readonly value: T;
  /** For after the commit. */
  readonly tasks: readonly (() => void)[];
}

/** Runs units of work, the same way on every database; the transaction around them is its own affair. */
export interface Units {
  /** Throws when called inside another unit: it would wait for itself. */
  refuseNested(): void;
  run<T>(reader: Reader, unit: (tx: Tx) => Promise<T>): Promise<Ran<T>>;
  /** Once it is durable. A task that fails keeps the others from nothing. */
  after(tasks: Ran<unknown>['tasks']): void;
}

export function createUnits(log: Log): Units {
  // An object, not a flag: what was begun inside a unit and goes on after it still sees the same value.
  const inside = new AsyncLocalStorage<{ open: boolean }>();
  return {
    refuseNested: () => {
      if (inside.getStore()?.open === true) throw new Error('a transaction inside a transaction would wait for itself');
    },
    run: async (reader, unit) => {
      const tasks: (() => void)[] = [];
      const endings: (() => Promise<void>)[] = [];
      const tx: Tx = {
        ...reader,
        afterCommit: (task) => tasks.push(task),
        beforeCommit: (task) => endings.push(task),
      };
      const flag = { open: true };
      try {
        const value = await inside.run(flag, async () => {
          const made = await unit(tx);
          for (const ending of endings) await ending();
          return made;
        });
        return { value, tasks };
      } finally {
        flag.open = false;
      }
    },
    after: (tasks) => {
      for (const task of tasks) {
        try {
          task();
        } catch (error) {
          log.error({ err: error }, 'work after a commit failed');
        }
      }
    },
  };
}
