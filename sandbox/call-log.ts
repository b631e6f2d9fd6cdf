import type { FaultKind } from './faults/fault.ts';

/** Calls remembered; the oldest go first. */
const remembered = 500;

/** One call of the Web API or of a response_url, or an attempt to open a socket that was refused (`socket`). */
export interface RecordedCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** As they arrived, without the token. */
  readonly args: unknown;
  readonly ok: boolean;
  readonly error?: string;
  /** What was wrong with Slack for this call; absent: nothing. */
  readonly fault?: FaultKind;
}

export interface CallLog {
  readonly calls: readonly RecordedCall[];
  record(call: RecordedCall): void;
}

export function createCallLog(told: (call: RecordedCall) => void): CallLog {
  const calls: RecordedCall[] = [];
  return {
    calls,
    record(call) {
      calls.push(call);
      if (calls.length > remembered) calls.shift();
      told(call);
    },
  };
}
