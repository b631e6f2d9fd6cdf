import { platforms } from '../account/platform.ts';
import { insertPerson, savePerson } from '../person/store.ts';
import { personColumns, rowOf } from './columns.ts';
import { type Known, planEntries } from './plan-entries.ts';
import { type PlannedConnection, planIdentities } from './plan-identities.ts';
import type { Planning } from './planning.ts';

/** The people of the file, and who they are in chat: an id there is kept where the file leaves it out. */
export function planPeople(planning: Planning, connections: readonly PlannedConnection[]): Known {
  const { file, state, now } = planning;
  const accountId = state.account.id;
  const known = planEntries(planning, {
    section: 'people',
    noun: 'person',
    prefix: 'per',
    entries: file.people,
    rows: state.people,
    kept: platforms,
    write: (key, entry, id) => {
      const row = { key, ...rowOf(personColumns, entry) };
      return {
        insert: (tx) => insertPerson(tx, { id, accountId, ...row }, now),
        save: (tx) => savePerson(tx, id, row),
      };
    },
  });
  for (const connection of connections) planIdentities(planning, connection, known.ids);
  return known;
}
