import type { Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';
import type { EventData, EventName } from './names.ts';
import type { Who } from './who.ts';

/** What a decision says has happened. */
export type Fact = { [N in EventName]: { readonly name: N; readonly data: EventData<N> } }[EventName];

/** A fact as it is kept: never changed, never removed. */
export type Event = Fact & {
  readonly id: string;
  readonly accountId: string;
  readonly incidentId: string | null;
  readonly serviceId: string | null;
  /** Its place in the incident's order, from 1. */
  readonly place: number | null;
  readonly at: Instant;
  readonly actor: Who;
};

export type EventOf<N extends EventName> = Extract<Event, { readonly name: N }>;

/** Tells the hooks, in the transaction of the change. Nobody's hook can fail it. */
export type Publish = (tx: Tx, events: readonly Event[]) => Promise<void>;
