/** The little of pino that we rely on, so that tests can pass a log that fails on the first error. */
export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** The one spelling for an error that may be passed over: it names what failed and leaves a line in the log. */
export function passOver(log: Log, what: string): (error: unknown) => void {
  return (error) => log.warn({ err: error }, `${what} failed; going on`);
}

/** For whoever tells what happens in another way. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
