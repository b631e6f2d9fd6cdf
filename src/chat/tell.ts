import type { HandleRefusal, IncidentRef } from '../incident/handle.ts';
import { incidentById } from '../incident/store.ts';
import type { Instant } from '../lib/clock.ts';
import { owners, peopleByIds } from '../person/store.ts';
import type { Words } from './card.ts';
import type { ChatDeps } from './deps.ts';
import type { Known } from './speaker.ts';
import { sayRefusal } from './words.ts';

/** Says why not, with the names of those it is about. */
export async function tellRefusal(
  deps: ChatDeps,
  { actor, personId }: Known,
  ref: IncidentRef,
  refusal: HandleRefusal,
  now: Instant,
): Promise<Words> {
  const { read } = deps.store;
  const { accountId } = actor;
  const by = 'by' in refusal && refusal.by.kind === 'person' ? [refusal.by.id] : [];
  const people = await peopleByIds(read, accountId, by);
  const number = 'number' in ref ? ref.number : ((await incidentById(read, accountId, ref.id))?.number ?? null);
  return sayRefusal(refusal, {
    now,
    personId,
    number,
    names: new Map(people.map((person) => [person.id, person.name])),
    owners: (await owners(read, accountId)).map((owner) => owner.name),
  });
}
