import type { Tx } from '../db/store.ts';
import type { Later } from '../job/job.ts';
import type { Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import type { Applied, Change } from './commands.ts';
import type { Gone } from './gone.ts';
import type { TeamFile, WrittenFile } from './shape.ts';
import type { State, Taken } from './state.ts';

export interface PlanDeps {
  readonly newId: NewId;
  readonly later: Later;
  /** A fresh integration key. */
  readonly makeKey: () => string;
}

/** What is wrong with the file in this account: the path in the file, and words. */
export interface Conflict {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What is to be written, and what that means: two lines may say what one writing does. */
export interface Step {
  readonly changes: readonly Change[];
  run(tx: Tx): Promise<void>;
}

/** What one plan is made from, and what it gathers on its way. */
export interface Planning {
  readonly deps: PlanDeps;
  readonly now: Instant;
  readonly file: TeamFile;
  readonly state: State;
  readonly taken: Taken;
  /** What the file does not name and the plan deletes. */
  readonly gone: Gone;
  /** The account as it is and as it is to be, both as a file would write them, and by the names of the file. */
  readonly before: WrittenFile;
  readonly after: WrittenFile;
  readonly steps: Step[];
  readonly conflicts: Conflict[];
  readonly madeKeys: Applied['madeKeys'][number][];
}
