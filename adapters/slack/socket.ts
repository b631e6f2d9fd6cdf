import { pauseAfter } from '../../src/chat/pause-after.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { pause } from '../../src/lib/pause.ts';
import { type Failure, wordsOf } from './failure.ts';
import type { Health } from './health.ts';
import { openSession, type Session, type SessionDeps } from './session.ts';

export interface SocketDeps extends SessionDeps {
  readonly health: Health;
  readonly clock: Clock;
  /** Tells this socket from its twin. */
  readonly id: number;
}

/** Milliseconds that a connection must live for its end to be routine; Slack refreshes them every few hours. */
const settled = 10_000;
/** Greeted and dismissed, as when Socket Mode is switched off in the app's settings: asking at once would never end. */
const cutShort: Failure = { kind: 'no-answer', reason: 'Slack ended the connection as soon as it stood' };

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
        const since = deps.clock();
        deps.health.socket(deps.id, true);
        await session.ended;
        deps.health.socket(deps.id, false);
        if (deps.clock() - since >= settled) failures = 0;
        else await pause(pauseAfter(cutShort, ++failures), stopping.signal);
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
