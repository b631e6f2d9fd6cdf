import { setTimeout as sleep } from 'node:timers/promises';
import { type Failure, wordsOf } from './failure.ts';
import type { Health } from './health.ts';
import { openSession, type Session, type SessionDeps } from './session.ts';

export interface SocketDeps extends SessionDeps {
  readonly health: Health;
  /** Tells this socket from its twin. */
  readonly id: number;
}

/** A connection that is replaced whenever it ends, until it is stopped. */
export interface Socket {
  /** How the first attempt ended: null when it is up. */
  readonly firstTry: Promise<Failure | null>;
  stop(): Promise<void>;
}

export function keepSocket(deps: SocketDeps): Socket {
  const stopping = new AbortController();
  let session: Session | undefined;
  let told: (failure: Failure | null) => void = () => {};
  const firstTry = new Promise<Failure | null>((resolve) => {
    told = resolve;
  });

  const keep = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      session = openSession(deps);
      const failure = await session.opened;
      report(deps.health, failure);
      told(failure);
      if (failure === null) {
        failures = 0;
        deps.health.socket(deps.id, true);
        await session.ended;
        deps.health.socket(deps.id, false);
      } else {
        failures += 1;
        await pause(pauseAfter(failure, failures), stopping.signal);
      }
    }
  };
  const kept = keep();

  return {
    firstTry,
    stop: async () => {
      stopping.abort();
      await session?.close();
      await kept;
    },
  };
}

function report(health: Health, failure: Failure | null): void {
  if (failure === null) health.answered('app', null);
  else {
    if (failure.kind === 'said-no') health.answered('app', failure.code);
    health.lost(wordsOf(failure));
  }
}

/** Milliseconds until the next attempt: what Slack asks for, or doubling from 250 ms to 10 s; a minute where it said no. */
export function pauseAfter(failure: Failure, failures: number): number {
  if (failure.kind === 'too-fast') return failure.seconds * 1000;
  if (failure.kind === 'said-no') return 60_000;
  return Math.min(10_000, 250 * 2 ** Math.min(failures - 1, 10));
}

/** Waits, unless it is stopped. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
