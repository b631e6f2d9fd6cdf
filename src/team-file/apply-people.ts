import { insertPerson, savePerson } from '../person/store.ts';
import type { Work } from './apply.ts';
import { differing, match, sayChange } from './match.ts';
import type { TeamFile } from './shape.ts';
import { identityBy, insertIdentity, livingPeople, saveIdentity } from './store.ts';

/** The people of the file. Returns the ids of everybody living, by key. */
export async function applyPeople(
  work: Work,
  file: TeamFile,
  connectionId: string | null,
): Promise<ReadonlyMap<string, string>> {
  const { tx, account, deps, now } = work;
  const rows = await livingPeople(tx, account.id);
  const ids = new Map(rows.map((row) => [row.key, row.id]));
  for (const [key, { name, email, zone, role, slack, was, enabled }] of Object.entries(file.people)) {
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
    if (slack !== undefined && connectionId !== null) await applyIdentity(work, key, id, connectionId, slack);
  }
  return ids;
}

async function applyIdentity(
  work: Work,
  key: string,
  personId: string,
  connectionId: string,
  externalId: string,
): Promise<void> {
  const { tx, account, deps } = work;
  const taken = await identityBy(tx, connectionId, { externalId });
  if (taken !== null && taken.personId !== personId) {
    work.conflicts.push({ path: ['people', key, 'slack'], message: 'belongs to another person already' });
    return;
  }
  if (taken !== null) return;
  const current = await identityBy(tx, connectionId, { personId });
  if (current === null) {
    await insertIdentity(tx, { id: deps.newId('idn'), accountId: account.id, personId, connectionId, externalId });
  } else {
    await saveIdentity(tx, current.id, externalId);
  }
  work.changes.push(`${key} is ${externalId} in Slack`);
}
