import type { Connection } from '../../account/account.ts';
import { platformNames, platforms } from '../../account/platform.ts';
import { connectionOfAccount } from '../../account/store.ts';
import type { Reader } from '../../db/store.ts';

/** The account's connections, in the order in which platforms are said. */
export async function connectionsOf(reader: Reader, accountId: string): Promise<readonly Connection[]> {
  const found: Connection[] = [];
  for (const platform of platforms) {
    const connection = await connectionOfAccount(reader, accountId, platform);
    if (connection !== null) found.push(connection);
  }
  return found;
}

/** Which platform a channel is on, where the account has two: its id alone tells nobody. ` of Slack`, or nothing. */
export function ofPlatform(connections: readonly Connection[], connectionId: string): string {
  const here = connections.length > 1 ? connections.find(({ id }) => id === connectionId) : undefined;
  return here === undefined ? '' : ` of ${platformNames[here.platform]}`;
}
