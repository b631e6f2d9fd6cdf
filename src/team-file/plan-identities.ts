import type { Platform } from '../account/platform.ts';
import type { Change } from './commands.ts';
import type { Planning } from './planning.ts';
import { deleteIdentity, insertIdentity } from './store.ts';

/** The account's workspace on a platform, as it is or as it is to be. */
export interface PlannedConnection {
  readonly id: string;
  readonly platform: Platform;
}

/**
 * Who the people of the file are on a platform. An id may move between two of them, from somebody who is deleted, and from
 * whoever was linked with it in chat, because the file is the truth; from anybody else it is not taken. What changes is said
 * with the person.
 */
export function planIdentities(
  planning: Planning,
  { id: connectionId, platform }: PlannedConnection,
  people: ReadonlyMap<string, string>,
): void {
  const { file, state, gone, deps } = planning;
  const told = Object.entries(file.people).flatMap(([key, { [platform]: externalId }]) => {
    const personId = people.get(key);
    return externalId === undefined || personId === undefined ? [] : [{ key, personId, externalId }];
  });
  const movable = new Set(told.map(({ personId }) => personId));
  const staying = new Set(state.people.map(({ id }) => id).filter((id) => !gone.people.has(id) && !movable.has(id)));
  const here = state.identities.filter((one) => one.connectionId === connectionId);
  const byPerson = new Map(here.map((one) => [one.personId, one]));
  const byExternalId = new Map(here.map((one) => [one.externalId, one]));
  const leaving: { id: string }[] = [];
  const lost: Change[] = [];
  const coming: { id: string; personId: string; externalId: string }[] = [];
  for (const { key, personId, externalId } of told) {
    const current = byPerson.get(personId);
    if (current?.externalId === externalId) continue;
    const holder = byExternalId.get(externalId);
    if (holder !== undefined && staying.has(holder.personId)) {
      const other = [...people].find(([, id]) => id === holder.personId)?.[0] ?? 'another person';
      if (holder.linkedAt === null) {
        const path = ['people', key, platform];
        planning.conflicts.push({ path, message: `belongs to ${other} already, who has no other in this file` });
        continue;
      }
      const fields = [{ name: platform, from: externalId }];
      lost.push({ section: 'people', noun: 'person', key: other, action: 'change', fields });
    }
    if (current !== undefined) leaving.push(current);
    if (holder !== undefined) leaving.push(holder);
    coming.push({ id: current?.id ?? deps.newId('idn'), personId, externalId });
  }
  if (coming.length === 0) return;
  planning.steps.push({
    changes: lost,
    run: async (tx) => {
      // All are taken away before one is given, or two people could not exchange theirs.
      for (const { id } of leaving) await deleteIdentity(tx, id);
      for (const one of coming) await insertIdentity(tx, { ...one, accountId: state.account.id, connectionId });
    },
  });
}
