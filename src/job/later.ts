import type { NewId } from '../lib/ids.ts';
import type { Later } from './job.ts';
import { putWish } from './store.ts';

/** For whoever runs no jobs: the process that serves notices the row within a second, as it does every change by others. */
export function laterFor(newId: NewId): Later {
  return async (tx, job) => putWish(tx, { ...job, id: newId('job') });
}
