import type { Platform } from '../account/platform.ts';
import type { Role } from '../account/role.ts';
import type { Lifecycle } from '../event/lifecycle.ts';

/** Somebody of an account. */
export interface Person {
  readonly id: string;
  readonly accountId: string;
  readonly key: string;
  readonly name: string;
  readonly email: string | null;
  /** IANA time zone. */
  readonly zone: string;
  readonly role: Role;
  readonly status: Lifecycle;
}

/** Who a person is on a platform. */
export interface Identity {
  readonly connectionId: string;
  readonly platform: Platform;
  readonly externalId: string;
}
