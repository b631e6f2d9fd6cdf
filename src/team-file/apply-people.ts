import { insertPerson, savePerson } from '../person/store.ts';
import { applyIdentities } from './apply-identities.ts';
import { differing, match, sayChange } from './match.ts';
import type { TeamFile } from './shape.ts';
import { livingPeople } from './store.ts';
import type { Work } from './work.ts';

/** The people of the file. Returns the ids of everybody living, by key. */
export async function applyPeople(
  work: Work,
  file: TeamFile,
  connectionId: string | null,
): Promise<ReadonlyMap<string, string>> {
  const { tx, account, deps, now } = work;
  const rows = await livingPeople(tx, account.id);
  const ids = new Map(rows.map((row) => [row.key, row.id]));
  for (const [key, { name, email, zone, role, was, enabled }] of Object.entries(file.people)) {
    const { row, conflict } = match(rows, 'people', key, was);
    if (conflict !== null) work.conflicts.push(conflict);
    const wanted = { key, name, email: email ?? null, zone, role, status: enabled ? 'active' : 'disabled' } as const;
    const id = row?.id ?? deps.newId('per');
    if (row === undefined) {
      await insertPerson(tx, { id, accountId: account.id, ...wanted }, now);
      work.changes.push(`add person ${key}`);
    } else {
      const change = differing<Record<string, unknown>>(row, wanted);
      if (change !== null) {
        await savePerson(tx, id, wanted);
        work.changes.push(sayChange('person', key, row.key, change));
        ids.delete(row.key);
      }
    }
    ids.set(key, id);
  }
  if (connectionId !== null) await applyIdentities(work, file, connectionId, ids);
  return ids;
}
