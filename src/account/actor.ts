import type { Who } from '../event/who.ts';
import type { Role } from './role.ts';

/** Who acts, and in which account. Every use case asks what it may do before it does anything. */
export interface Actor {
  readonly accountId: string;
  readonly who: Who;
  /** Of a person; null for everybody else. */
  readonly role: Role | null;
}

/** A wait that is over, or a page that arrived. */
export function timerActor(accountId: string): Actor {
  return { accountId, who: { kind: 'timer' }, role: null };
}
