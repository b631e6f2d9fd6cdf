import type { Connection } from '../../account/account.ts';
import type { Platform } from '../../account/platform.ts';
import type { Publish } from '../../event/event.ts';
import type { Instant } from '../../lib/clock.ts';
import type { NewId } from '../../lib/ids.ts';
import type { Person } from '../person.ts';

export interface LinkDeps {
  readonly newId: NewId;
  readonly publish: Publish;
}

/** Whoever the platform says is speaking, and whom we do not know. */
export interface Claimant {
  readonly platform: Platform;
  /** The workspace's own id; empty in a direct message that belongs to none. */
  readonly workspace: string;
  readonly externalId: string;
}

/** A code as it is kept. */
export interface LinkCode {
  readonly accountId: string;
  readonly personId: string;
  /** The only platform where it may be typed; null: any. */
  readonly platform: Platform | null;
  readonly madeBy: string;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
}

/** Somebody is known on one more platform. */
export interface Linked {
  readonly person: Person;
  readonly connection: Connection;
}

/** Why an identity cannot become this person's. */
export type AttachRefusal =
  /** It is somebody's already: `person` is who. */
  | { readonly code: 'identity-taken'; readonly person: Person }
  /** The person is somebody else there: `person` is who was meant. */
  | { readonly code: 'other-identity'; readonly person: Person; readonly platform: Platform }
  | { readonly code: 'person-not-active'; readonly person: Person };
