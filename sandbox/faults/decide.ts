import type { Fault } from './fault.ts';

/** What the faults of both platforms have in common. */
export interface AnyFault {
  readonly kind: string;
  readonly lasts: { readonly calls: number } | { readonly ms: number } | 'until-ended';
  readonly scope?: { readonly method?: string | undefined; readonly channel?: string | undefined } | undefined;
}

/** A fault that is on. */
export interface Active<Kind extends AnyFault = Fault> {
  readonly id: string;
  readonly fault: Kind;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Calls that it has hit. */
  readonly hits: number;
}

/** What could be hit. `channel` is null where a call is about none. */
export type Target =
  | { readonly kind: 'call'; readonly method: string; readonly channel: string | null }
  /** An attempt to open a socket. */
  | { readonly kind: 'socket' };

/** Calls that it may still hit; null: not counted. */
export function callsLeft({ fault, hits }: Active<AnyFault>): number | null {
  return typeof fault.lasts === 'object' && 'calls' in fault.lasts ? fault.lasts.calls - hits : null;
}

/** When it ends by itself; null: it does not. */
export function endOf({ fault, since }: Active<AnyFault>): number | null {
  return typeof fault.lasts === 'object' && 'ms' in fault.lasts ? since + fault.lasts.ms : null;
}

export function isOver(active: Active<AnyFault>, now: number): boolean {
  const [left, end] = [callsLeft(active), endOf(active)];
  return (left !== null && left <= 0) || (end !== null && end <= now);
}

function concerns(fault: AnyFault, target: Target): boolean {
  if (fault.kind === 'outage') return true;
  if (fault.kind === 'no-socket') return target.kind === 'socket';
  if (target.kind === 'socket') return false;
  const { method, channel } = fault.scope ?? {};
  return (method === undefined || method === target.method) && (channel === undefined || channel === target.channel);
}

/** The one fault that hits: an outage before all others, else the one that was begun last. Null: nothing is wrong. */
export function faultFor<Kind extends AnyFault>(
  on: readonly Active<Kind>[],
  target: Target,
  now: number,
): Active<Kind> | null {
  const fitting = on.filter((each) => !isOver(each, now) && concerns(each.fault, target));
  return fitting.findLast(({ fault }) => fault.kind === 'outage') ?? fitting.at(-1) ?? null;
}
