import type { Trigger } from './opening.ts';
import type { Signal } from './signal.ts';

type Answer = Exclude<Signal, Trigger>;

interface Triggers {
  readonly action: 'trigger';
  readonly key: string;
  readonly signals: readonly Trigger[];
}

export interface Answers {
  readonly action: Answer['action'];
  readonly key: string;
  readonly signals: readonly Answer[];
}

/** Neighbours that say the same of one incident, so that a group which comes in one piece is judged in one. In their order. */
export function runsOf(signals: readonly Signal[]): readonly (Triggers | Answers)[] {
  const runs: (Triggers | Answers)[] = [];
  let from = 0;
  for (const [at, { action, key }] of signals.entries()) {
    const next = signals[at + 1];
    if (next?.action === action && next.key === key) continue;
    const run = signals.slice(from, at + 1);
    runs.push(
      action === 'trigger'
        ? { action, key, signals: run.filter((signal) => signal.action === 'trigger') }
        : { action, key, signals: run.filter((signal) => signal.action !== 'trigger') },
    );
    from = at + 1;
  }
  return runs;
}

export function keysOf(signals: readonly Signal[]): readonly string[] {
  return [...new Set(signals.map((signal) => signal.alertKey))];
}
