import type { Account, Connection } from '../account/account.ts';
import { platforms } from '../account/platform.ts';
import { accounts, connectionOfAccount } from '../account/store.ts';
import { type ClosedPlace, closedPlaces } from '../chat/place/store.ts';
import type { Reader } from '../db/store.ts';
import type { Identity, Person } from '../person/person.ts';
import { identitiesOf, peopleByIds } from '../person/store.ts';
import { type Rule, targetSchema } from '../policy/policy.ts';
import type { Service } from '../service/service.ts';
import { servicesOf } from '../service/store.ts';
import { livingKeys, livingPeople, livingPolicies, rulesOf } from '../team-file/store.ts';

/** An account with everything that decides whether a page arrives. */
export interface Roster {
  readonly account: Account;
  readonly connections: readonly Connection[];
  readonly people: readonly Member[];
  readonly policies: readonly FoundPolicy[];
  readonly services: readonly FoundService[];
  readonly closed: readonly ClosedPlace[];
}

/** A person who is not deleted, and who they are on each platform. */
export type Member = Person & { readonly identities: readonly Identity[] };

export interface FoundPolicy {
  readonly id: string;
  readonly key: string;
  readonly active: boolean;
  readonly rules: readonly Rule[];
}

export type FoundService = Service & {
  /** How many of its integration keys are active. */
  readonly keys: number;
};

export async function rosters(reader: Reader): Promise<readonly Roster[]> {
  const found: Roster[] = [];
  for (const account of await accounts(reader)) found.push(await rosterOf(reader, account));
  return found;
}

async function rosterOf(reader: Reader, account: Account): Promise<Roster> {
  const { id } = account;
  const connections: Connection[] = [];
  for (const platform of platforms) {
    const connection = await connectionOfAccount(reader, id, platform);
    if (connection !== null) connections.push(connection);
  }
  const ids = (await livingPeople(reader, id)).map((row) => row.id);
  const people: Member[] = [];
  for (const person of await peopleByIds(reader, id, ids)) {
    people.push({ ...person, identities: await identitiesOf(reader, person.id) });
  }
  const allRules = await rulesOf(reader, id);
  const policies: FoundPolicy[] = [];
  for (const row of await livingPolicies(reader, id)) {
    const rules = allRules
      .filter(({ policyId }) => policyId === row.id)
      .map(({ wait, targets }) => ({ wait, targets: targetSchema.array().parse(targets) }));
    policies.push({ id: row.id, key: row.key, active: row.status === 'active', rules });
  }
  const allKeys = await livingKeys(reader, id);
  const services: FoundService[] = [];
  for (const service of await servicesOf(reader, id)) {
    const keys = allKeys.filter((key) => key.serviceId === service.id && key.status === 'active').length;
    services.push({ ...service, keys });
  }
  return { account, connections, people, policies, services, closed: await closedPlaces(reader, id) };
}
