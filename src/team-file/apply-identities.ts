import type { TeamFile } from './shape.ts';
import { deleteIdentity, identityBy, insertIdentity } from './store.ts';
import type { Work } from './work.ts';

/** Who the people of the file are in Slack. An id may move between two of them; from anybody else it is not taken. */
export async function applyIdentities(
  work: Work,
  file: TeamFile,
  connectionId: string,
  people: ReadonlyMap<string, string>,
): Promise<void> {
  const { tx, account, deps } = work;
  const told = Object.entries(file.people).flatMap(([key, { slack }]) => {
    const personId = people.get(key);
    return slack === undefined || personId === undefined ? [] : [{ key, personId, externalId: slack }];
  });
  const movable = new Set(told.map(({ personId }) => personId));
  const wanted = [];
  for (const { key, personId, externalId } of told) {
    const current = await identityBy(tx, connectionId, { personId });
    if (current?.externalId === externalId) continue;
    const holder = await identityBy(tx, connectionId, { externalId });
    if (holder !== null && !movable.has(holder.personId)) {
      const other = [...people].find(([, id]) => id === holder.personId)?.[0] ?? 'another person';
      const path = ['people', key, 'slack'];
      work.conflicts.push({ path, message: `belongs to ${other} already, who has no other in this file` });
      continue;
    }
    wanted.push({ key, personId, externalId, current });
  }
  // All are taken away before one is given, or two people could not exchange theirs.
  for (const { current } of wanted) if (current !== null) await deleteIdentity(tx, current.id);
  if (work.conflicts.length > 0) return;
  for (const { key, personId, externalId, current } of wanted) {
    const id = current?.id ?? deps.newId('idn');
    await insertIdentity(tx, { id, accountId: account.id, personId, connectionId, externalId });
    work.changes.push(`${key} is ${externalId} in Slack`);
  }
}
