import type { z } from 'zod';
import type { Tx } from '../db/store.ts';
import type { Event, EventOf } from '../event/event.ts';
import type { EventName } from '../event/names.ts';
import type { NewJob } from '../job/job.ts';

/** What a handler asks for: `now` runs in process after the commit and may be lost; `jobs` are rows and are not. */
export interface Asked {
  readonly now?: () => void;
  readonly jobs?: readonly NewJob[];
}

/** Code with a name, the events it supports, the configuration it takes, and the work it asks for. */
export interface Handler<C, N extends EventName = EventName> {
  readonly name: string;
  readonly supports: readonly N[];
  readonly config: z.ZodType<C>;
  /** In the transaction of the change: only match, write rows, ask for jobs. Whatever can fail is done by a worker. */
  handle(tx: Tx, event: EventOf<N>, config: C): Promise<Asked>;
}

/** A hook made ready: which events it wants, and its handler bound to its configuration. */
export interface Subscription {
  readonly handler: string;
  wants(event: Event): boolean;
  handle(tx: Tx, event: Event): Promise<Asked>;
}
