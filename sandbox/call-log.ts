/** Calls remembered; the oldest go first. */
const remembered = 500;

/** One call of a platform's API or of a response_url, or an attempt to open a socket that was refused (`socket`). */
export interface RecordedCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** As they arrived, without the token. */
  readonly args: unknown;
  /** The channel in the path of a call of Discord's. */
  readonly channel?: string;
  readonly ok: boolean;
  readonly error?: string;
  /** What was wrong with the platform for this call, by the fault's kind; absent: nothing. */
  readonly fault?: string;
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
