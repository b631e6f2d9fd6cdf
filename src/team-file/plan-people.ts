import { insertPerson, savePerson } from '../person/store.ts';
import { personColumns, rowOf } from './columns.ts';
import { type Known, planEntries } from './plan-entries.ts';
import { planIdentities } from './plan-identities.ts';
import type { Planning } from './planning.ts';

/** The people of the file, and who they are in Slack: an id there is kept where the file leaves it out. */
export function planPeople(planning: Planning, connectionId: string | null): Known {
  const { file, state, now } = planning;
  const accountId = state.account.id;
  const known = planEntries(planning, {
    section: 'people',
    noun: 'person',
    prefix: 'per',
    entries: file.people,
    rows: state.people,
    kept: ['slack'],
    write: (key, entry, id) => {
      const row = { key, ...rowOf(personColumns, entry) };
      return {
        insert: (tx) => insertPerson(tx, { id, accountId, ...row }, now),
        save: (tx) => savePerson(tx, id, row),
      };
    },
  });
  if (connectionId !== null) planIdentities(planning, connectionId, known.ids);
  return known;
}
