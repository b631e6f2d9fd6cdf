import type { Clock } from '../lib/clock.ts';
import { createGate, type Gate } from '../lib/gate.ts';
import type { Log } from '../lib/log.ts';
import type { RawRoute } from '../lib/raw-route.ts';
import type { Result } from '../lib/result.ts';
import type { ChatCore, ChatPort } from './port.ts';

/** What every platform is given beside its tokens. */
export interface ChatOptions {
  /** Base of the platform's API; its own when absent. */
  readonly apiUrl?: string;
  readonly core: ChatCore;
  readonly log: Log;
  readonly clock: Clock;
  /** Milliseconds between two looks whether a workspace is ours by now, and whether we are taken in; 30 s when absent. */
  readonly lookEvery?: number;
  /** Milliseconds that one call may take; 10 s when absent. */
  readonly callTimeout?: number;
}

interface WrongToken {
  readonly code: 'wrong-token';
  readonly message: string;
}

/** A platform, from its first connection to its last. */
export interface Chat {
  readonly port: ChatPort;
  /** Where it sends its requests, over HTTP, which are refused with 503 until it is started; null: it is connected to. */
  readonly route: RawRoute | null;
  /** Resolves when the platform takes us in, or at once when it cannot be reached: it is then tried until it can. */
  start(): Promise<Result<null, WrongToken>>;
  /** Takes nothing any more, lets what runs finish for `grace`, and leaves. */
  stop(): Promise<void>;
}

/** Milliseconds. */
const grace = 5000;

/** Milliseconds; both platforms give 3 s to acknowledge what somebody did, and show a failure after that. */
const patience = 2000;

/** What answering somebody takes on every platform. */
export interface Answering extends Pick<ChatOptions, 'core' | 'log' | 'clock'> {
  readonly gate: Gate;
  /** Milliseconds after which what somebody did is acknowledged even if its work still runs. */
  readonly patience: number;
}

/** What is said of both: how long is waited, what is taken, and how it ends. */
export interface Life {
  readonly lookEvery: number;
  readonly callTimeout: number;
  readonly answering: Answering;
  /** Fires when everything that still runs is to end. */
  readonly over: AbortSignal;
  isStopping(): boolean;
  /** Asked twice, it stops once. */
  stop(): Promise<void>;
}

/** `leave`: closes what is open on the platform, and resolves when nothing runs any more. */
export function lifeOf(options: ChatOptions, leave: () => Promise<unknown>): Life {
  const { core, log, clock, lookEvery = 30_000, callTimeout = 10_000 } = options;
  const gate = createGate();
  const over = new AbortController();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await gate.close(grace);
    over.abort();
    await leave();
  };
  return {
    lookEvery,
    callTimeout,
    answering: { core, log, clock, gate, patience },
    over: over.signal,
    isStopping: () => stopped !== undefined,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
