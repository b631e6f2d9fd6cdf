import type { Account, Connection } from '../account/account.ts';
import { type Platform, platforms } from '../account/platform.ts';
import { connectionByWorkspace, connectionOfAccount } from '../account/store.ts';
import type { Reader } from '../db/store.ts';
import { type Rule, ruleSchema } from '../policy/policy.ts';
import { hashKey } from '../service/integration-key.ts';
import type { TeamFile } from './shape.ts';
import {
  identitiesIn,
  type KeyHolder,
  keyHolders,
  livingKeys,
  livingPeople,
  livingPolicies,
  livingServices,
  rulesOf,
} from './store.ts';

type Row<T extends keyof Reader['t']> = Reader['t'][T]['$inferSelect'];

/** An account as it is: everything that a team file may change. The living are in the order of their keys. */
export interface State {
  readonly account: Account;
  /** It is not in the database yet. */
  readonly isNew: boolean;
  /** One of a platform at most. */
  readonly connections: readonly Connection[];
  readonly people: readonly Row<'person'>[];
  /** On every platform; of deleted people too. */
  readonly identities: readonly Row<'identity'>[];
  readonly policies: readonly (Row<'policy'> & { readonly rules: readonly Rule[] })[];
  readonly services: readonly (Row<'service'> & { readonly keys: readonly Row<'integrationKey'>[] })[];
}

/** What a file may run into beyond its account. */
export interface Taken {
  /** Where the workspace that the file names is another account's. */
  readonly workspaces: ReadonlySet<Platform>;
  /** Whose the keys are that the file gives values of, by their hashes; in any account. */
  readonly keys: ReadonlyMap<string, KeyHolder>;
}

export const nothingTaken: Taken = { workspaces: new Set(), keys: new Map() };

/** The state of an account that is to be made. */
export function newState(id: string, key: string): State {
  const account = { id, key, notices: {} };
  return { account, isNew: true, connections: [], people: [], identities: [], policies: [], services: [] };
}

export async function readState(reader: Reader, account: Account): Promise<State> {
  const connections: Connection[] = [];
  const identities: Row<'identity'>[] = [];
  for (const platform of platforms) {
    const connection = await connectionOfAccount(reader, account.id, platform);
    if (connection === null) continue;
    connections.push(connection);
    identities.push(...(await identitiesIn(reader, connection.id)));
  }
  const rules = await rulesOf(reader, account.id);
  const keys = await livingKeys(reader, account.id);
  return {
    account,
    isNew: false,
    connections,
    people: byKey(await livingPeople(reader, account.id)),
    identities,
    policies: byKey(await livingPolicies(reader, account.id)).map((policy) => ({
      ...policy,
      rules: rules
        .filter(({ policyId }) => policyId === policy.id)
        .map(({ wait, targets }) => ruleSchema.parse({ wait, targets })),
    })),
    services: byKey(await livingServices(reader, account.id)).map((service) => ({
      ...service,
      keys: keys.filter(({ serviceId }) => serviceId === service.id).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    })),
  };
}

export async function readTaken(reader: Reader, account: Account, file: TeamFile): Promise<Taken> {
  const workspaces = new Set<Platform>();
  for (const platform of platforms) {
    const workspace = file.connect?.[platform];
    const connected = workspace === undefined ? null : await connectionByWorkspace(reader, platform, workspace);
    if (connected !== null && connected.accountId !== account.id) workspaces.add(platform);
  }
  const values = Object.values(file.services).flatMap(({ keys }) => keys.flatMap(({ value }) => value ?? []));
  return {
    workspaces,
    keys: new Map((await keyHolders(reader, values.map(hashKey))).map((holder) => [holder.hash, holder])),
  };
}

/** By the letters' numbers, so that it is the same order on every database and in every language. */
function byKey<R extends { readonly key: string }>(rows: readonly R[]): readonly R[] {
  return rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
