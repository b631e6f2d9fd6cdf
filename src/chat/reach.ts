import { connectionById } from '../account/store.ts';
import type { Store } from '../db/store.ts';
import type { ChatPort } from './port.ts';

/** The way to a connection. `not-yet`: its platform has not said who we are there; `none`: no token of ours leads there. */
export type Reach =
  | { readonly kind: 'port'; readonly port: ChatPort }
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'none' };

/**
 * Only the port whose token belongs to the connection's own workspace may show its cards: with several accounts, another
 * one would show them to strangers.
 */
export async function reach(
  deps: { readonly store: Store; readonly ports: readonly ChatPort[] },
  connectionId: string,
): Promise<Reach> {
  const connection = await connectionById(deps.store.read, connectionId);
  const port = deps.ports.find((candidate) => candidate.platform === connection?.platform);
  if (connection === null || port === undefined) return { kind: 'none' };
  const workspace = port.workspace();
  if (workspace === null || connection.externalId === null) return { kind: 'not-yet' };
  return workspace === connection.externalId ? { kind: 'port', port } : { kind: 'none' };
}

export const notYet = 'the workspace has not answered yet';
