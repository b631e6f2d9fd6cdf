import type { Log } from '../../src/lib/log.ts';

/** A log that keeps what should not have happened. */
export interface StrictLog extends Log {
  readonly complaints: { level: 'warn' | 'error'; message: string; details: object }[];
  /** Throws when something was complained about. */
  expectQuiet(): void;
}

/** Says how busy the machine is, and nothing about what is tested; bench/ measures it. */
const ofTheMachine = ['a transaction held the writer for long'];

/** `ofTheMachine`: what is said of how busy the machine is counts too. */
export function strictLog(told: { readonly ofTheMachine: boolean } = { ofTheMachine: false }): StrictLog {
  const complaints: StrictLog['complaints'] = [];
  return {
    complaints,
    debug: () => {},
    info: () => {},
    warn: (details, message) => {
      if (told.ofTheMachine || !ofTheMachine.includes(message)) complaints.push({ level: 'warn', message, details });
    },
    error: (details, message) => complaints.push({ level: 'error', message, details }),
    expectQuiet: () => {
      const [first] = complaints;
      if (first === undefined) return;
      const cause = 'err' in first.details ? first.details.err : undefined;
      throw new Error(`logged ${first.level}: ${first.message} ${JSON.stringify(first.details)}`, { cause });
    },
  };
}
