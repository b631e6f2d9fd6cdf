import type { Finding } from '../../src/doctor/port.ts';
import type { Result } from '../../src/lib/result.ts';
import type { Applied, ApplyWish, Exported } from '../../src/team-file/commands.ts';

/** What the commands do; refusals are sentences. */
export interface CliDeps {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Asks whoever sits at the terminal, and gives their answer; empty where they go away. Null: nobody does. */
  readonly ask: ((question: string) => Promise<string>) | null;
  /** The database that commands write to; said, because with and without tokens it is another one. */
  readonly database: string;
  /** The value is the exit code. */
  serve(): Promise<number>;
  migrate(): Promise<Result<string, readonly string[]>>;
  apply(file: string, wish: ApplyWish): Promise<Result<Applied, readonly string[]>>;
  /** `account` null: the only one. */
  export(
    account: string | null,
  ): Promise<Result<Exported, { readonly wrongUse: boolean; readonly lines: readonly string[] }>>;
  /** Everything that was looked at, in the order of `areas`. */
  doctor(): Promise<readonly Finding[]>;
  /** Something that nobody expected: a sentence for the person, who never sees a stack; null: it stands in the log. */
  fault(error: unknown): string | null;
}
