import type { Result } from '../lib/result.ts';
import type { Store, Tx } from './store.ts';

class RolledBack extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super('refused');
    this.result = result;
  }
}

/** A transaction in which a refusal rolls back, as a throw does, and is then returned. */
export async function attempt<T, R>(store: Store, unit: (tx: Tx) => Promise<Result<T, R>>): Promise<Result<T, R>> {
  let refused: Result<T, R> | undefined;
  try {
    return await store.transaction(async (tx) => {
      const result = await unit(tx);
      if (result.ok) return result;
      refused = result;
      throw new RolledBack(result);
    });
  } catch (error) {
    if (error instanceof RolledBack && refused !== undefined) return refused;
    throw error;
  }
}
