import type { Finding } from '../../src/doctor/port.ts';
import type { Result } from '../../src/lib/result.ts';
import type { Applied } from '../../src/team-file/commands.ts';

/** What the commands do; refusals are sentences. */
export interface CliDeps {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** The database that commands write to; said, because with and without tokens it is another one. */
  readonly database: string;
  /** The value is the exit code. */
  serve(): Promise<number>;
  migrate(): Promise<Result<string, readonly string[]>>;
  apply(file: string): Promise<Result<Applied, readonly string[]>>;
  /** Everything that was looked at, in the order of `areas`. */
  doctor(): Promise<readonly Finding[]>;
  /** Something that nobody expected; its stack goes to the log and not to the person. */
  fault(error: unknown): void;
}
