import { savePerson } from '../person/store.ts';
import type { Change } from './commands.ts';
import type { Planning, Step } from './planning.ts';
import { deleteKey, savePolicy, saveService } from './store.ts';

/**
 * What the file does not name is marked deleted. Open incidents go on: they keep their policy, and pass over whoever is
 * gone. Who somebody was in chat stays too, until somebody else is said to be that.
 */
export function planDeletions({ state, gone }: Planning): readonly Step[] {
  const deleted = { status: 'deleted' } as const;
  const people = state.people
    .filter(({ id }) => gone.people.has(id))
    .map(({ id, key }) => step({ section: 'people', noun: 'person', key }, (tx) => savePerson(tx, id, deleted)));
  const policies = state.policies
    .filter(({ id }) => gone.policies.has(id))
    .map(({ id, key }) => step({ section: 'policies', noun: 'policy', key }, (tx) => savePolicy(tx, id, deleted)));
  const services = state.services.flatMap(({ id, key, keys }) => {
    const leaving = keys.filter((one) => gone.keys.has(one.id));
    if (!gone.services.has(id)) {
      return leaving.map(({ id: keyId, name }) =>
        step({ section: 'services', noun: 'key', key: name, service: key }, (tx) => deleteKey(tx, keyId)),
      );
    }
    return [
      step({ section: 'services', noun: 'service', key }, async (tx) => {
        await saveService(tx, id, deleted);
        for (const one of leaving) await deleteKey(tx, one.id);
      }),
    ];
  });
  return [...people, ...policies, ...services];
}

function step(about: Omit<Change, 'action' | 'fields'>, run: Step['run']): Step {
  return { changes: [{ ...about, action: 'delete', fields: [] }], run };
}
