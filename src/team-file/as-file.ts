import { z } from 'zod';
import { entryOf, personColumns, policyColumns, serviceColumns } from './columns.ts';
import { type TeamFile, teamFileShape, type WrittenFile } from './shape.ts';
import type { State } from './state.ts';

/** The account as the team file that would make it, as it is written. Values of keys are not known to anybody. */
export function asFile(state: State): WrittenFile {
  const { account, slack, identities, people, policies, services } = state;
  const personKeys = new Map(people.map(({ id, key }) => [id, key]));
  const policyKeys = new Map(policies.map(({ id, key }) => [id, key]));
  const slackIds = new Map(identities.map(({ personId, externalId }) => [personId, externalId]));
  const entries = {
    account: account.key,
    connect: slack?.externalId == null ? undefined : { slack: slack.externalId },
    notices: account.notices,
    people: section(people, (row) => ({ ...entryOf(personColumns, row), slack: slackIds.get(row.id) })),
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

export function written(file: TeamFile): WrittenFile {
  return z.encode(teamFileShape, file);
}

function section<R extends { readonly key: string }, E>(rows: readonly R[], entry: (row: R) => E): Record<string, E> {
  return Object.fromEntries(rows.map((row) => [row.key, entry(row)]));
}
