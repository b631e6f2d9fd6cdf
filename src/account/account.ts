import { z } from 'zod';
import type { Platform } from './platform.ts';

/** An id on each platform: a service's channels, the account's channel for notices. */
export const channelsSchema = z.strictObject({ slack: z.string().optional(), discord: z.string().optional() });
export type Channels = z.infer<typeof channelsSchema>;

/** The tenant. */
export interface Account {
  readonly id: string;
  readonly key: string;
  readonly notices: Channels;
}

/** A workspace of a platform, connected to one account. */
export interface Connection {
  readonly id: string;
  readonly accountId: string;
  readonly platform: Platform;
  /** The workspace's own id; null until the platform has told it. */
  readonly externalId: string | null;
  readonly name: string | null;
}
