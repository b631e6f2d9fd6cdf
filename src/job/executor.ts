/** Runs due jobs: Agenda in production, a stepped one in flow tests. */
export interface Executor {
  start(): Promise<void>;
  /** Something new may be due: look now rather than at the next alarm. Never throws. */
  wake(): void;
  /** No new claims; what was claimed and not begun is given back; resolves when what runs has ended. */
  stop(): Promise<void>;
}
