import type { Account, Connection } from '../account/account.ts';
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
  readonly slack: Connection | null;
  readonly people: readonly Row<'person'>[];
  /** In Slack; of deleted people too. */
  readonly identities: readonly Row<'identity'>[];
  readonly policies: readonly (Row<'policy'> & { readonly rules: readonly Rule[] })[];
  readonly services: readonly (Row<'service'> & { readonly keys: readonly Row<'integrationKey'>[] })[];
}

/** What a file may run into beyond its account. */
export interface Taken {
  /** The workspace that the file names is another account's. */
  readonly workspace: boolean;
  /** Whose the keys are that the file gives values of, by their hashes; in any account. */
  readonly keys: ReadonlyMap<string, KeyHolder>;
}

export const nothingTaken: Taken = { workspace: false, keys: new Map() };

/** The state of an account that is to be made. */
export function newState(id: string, key: string): State {
  const account = { id, key, notices: {} };
  return { account, isNew: true, slack: null, people: [], identities: [], policies: [], services: [] };
}

export async function readState(reader: Reader, account: Account): Promise<State> {
  const slack = await connectionOfAccount(reader, account.id, 'slack');
  const rules = await rulesOf(reader, account.id);
  const keys = await livingKeys(reader, account.id);
  return {
    account,
    isNew: false,
    slack,
    people: byKey(await livingPeople(reader, account.id)),
    identities: slack === null ? [] : await identitiesIn(reader, slack.id),
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
  const workspace = file.connect?.slack;
  const connected = workspace === undefined ? null : await connectionByWorkspace(reader, 'slack', workspace);
  const values = Object.values(file.services).flatMap(({ keys }) => keys.flatMap(({ value }) => value ?? []));
  return {
    workspace: connected !== null && connected.accountId !== account.id,
    keys: new Map((await keyHolders(reader, values.map(hashKey))).map((holder) => [holder.hash, holder])),
  };
}

/** By the letters' numbers, so that it is the same order on every database and in every language. */
function byKey<R extends { readonly key: string }>(rows: readonly R[]): readonly R[] {
  return rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
