import type { DiscordFault } from '../discord/fault.ts';
import { type Active, callsLeft, endOf } from './decide.ts';
import type { Fault } from './fault.ts';

/** What the page shows of a fault that is on. Times are milliseconds since 1970, so that each reader sees a local time. */
export interface Shown {
  readonly id: string;
  readonly title: string;
  readonly where: string;
  /** null: not counted. */
  readonly left: number | null;
  /** null: until it is ended. */
  readonly until: number | null;
  readonly hits: number;
}

/** How people know a platform's channels, and what its sockets are called. */
export interface Naming {
  readonly nameOf: (channel: string) => string;
  readonly sockets: string;
}

function titleOf(fault: Fault | DiscordFault): string {
  switch (fault.kind) {
    case 'rate-limit':
      return `429, Retry-After ${fault.retryAfterS} s`;
    case 'server-error':
      return 'Server error 500';
    case 'refusal':
      return `Refused: ${'error' in fault ? fault.error : `${fault.code} ${fault.message}`}`;
    case 'lost-answer':
      return 'Lost answers';
    case 'slow':
      return `Answers ${fault.ms / 1000} s late`;
    case 'no-socket':
      return 'No sockets';
    case 'outage':
      return fault.answer === '503' ? 'Outage, 503' : 'Outage, no answer';
  }
}

function whereOf(fault: Fault | DiscordFault, { nameOf, sockets }: Naming): string {
  if (fault.kind === 'outage') return 'every call and every socket';
  if (fault.kind === 'no-socket') return sockets;
  const { method, channel } = fault.scope ?? {};
  return `${method ?? 'every call'}${channel === undefined ? '' : ` in ${nameOf(channel)}`}`;
}

function lastingOf({ lasts }: Fault | DiscordFault): string {
  if (lasts === 'until-ended') return 'until you stop it';
  if ('ms' in lasts) return `for ${lasts.ms / 1000} s`;
  return lasts.calls === 1 ? 'once' : `${lasts.calls} times`;
}

/** A fault in one sentence. */
export function sentenceOf(fault: Fault | DiscordFault, naming: Naming): string {
  return `${titleOf(fault)}: ${whereOf(fault, naming)}, ${lastingOf(fault)}.`;
}

export function shownOf(active: Active<Fault | DiscordFault>, naming: Naming): Shown {
  const { id, fault, hits } = active;
  return {
    id,
    title: titleOf(fault),
    where: whereOf(fault, naming),
    left: callsLeft(active),
    until: endOf(active),
    hits,
  };
}
