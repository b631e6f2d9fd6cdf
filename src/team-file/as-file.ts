import { z } from 'zod';
import type { Channels } from '../account/account.ts';
import { entryOf, personColumns, policyColumns, serviceColumns } from './columns.ts';
import { type TeamFile, teamFileShape, type WrittenFile } from './shape.ts';
import type { State } from './state.ts';

/** The account as the team file that would make it, as it is written. Values of keys are not known to anybody. */
export function asFile(state: State): WrittenFile {
  const { account, connections, identities, people, policies, services } = state;
  const personKeys = new Map(people.map(({ id, key }) => [id, key]));
  const policyKeys = new Map(policies.map(({ id, key }) => [id, key]));
  const connected = connections.flatMap(({ platform, externalId }) =>
    externalId === null ? [] : [[platform, externalId] as const],
  );
  const idsOf = identitiesBy(connections, identities);
  const entries = {
    account: account.key,
    connect: connected.length === 0 ? undefined : Object.fromEntries(connected),
    notices: account.notices,
    people: section(people, (row) => ({ ...entryOf(personColumns, row), ...idsOf(row.id) })),
    policies: section(policies, (row) => ({
      ...entryOf(policyColumns, row),
      rules: row.rules.flatMap(({ wait, targets }) => {
        const page = targets.flatMap(({ kind, id }) => {
          const key = personKeys.get(id);
          return key === undefined ? [] : [{ kind, key }];
        });
        // Whoever is deleted is skipped when pages go out; a rule of them alone cannot be written.
        return page.length === 0 ? [] : [{ page, wait }];
      }),
    })),
    services: section(services, (row) => ({
      ...entryOf(serviceColumns, row),
      policy: row.policyId === null ? undefined : policyKeys.get(row.policyId),
      keys: row.keys.map(({ name }) => ({ name })),
    })),
  };
  // Rows are texts and JSON; writing them by the shape throws for an impossible one.
  return written(entries as TeamFile);
}

/** Who a person is on each platform. Looked up by person: a team of a thousand people is written down at once. */
function identitiesBy(connections: State['connections'], identities: State['identities']): (id: string) => Channels {
  const platformOf = new Map(connections.map(({ id, platform }) => [id, platform]));
  const known = new Map<string, Channels>();
  for (const { connectionId, personId, externalId } of identities) {
    const platform = platformOf.get(connectionId);
    if (platform !== undefined) known.set(personId, { ...known.get(personId), [platform]: externalId });
  }
  return (id) => {
    const { slack, discord } = known.get(id) ?? {};
    return { slack, discord };
  };
}

export function written(file: TeamFile): WrittenFile {
  return z.encode(teamFileShape, file);
}

function section<R extends { readonly key: string }, E>(rows: readonly R[], entry: (row: R) => E): Record<string, E> {
  return Object.fromEntries(rows.map((row) => [row.key, entry(row)]));
}
