import { noticeKind } from '../chat/kinds.ts';
import type { Notice } from '../chat/notice.ts';
import { wantWords } from '../chat/want.ts';
import type { Tx } from '../db/store.ts';
import type { NewJob } from '../job/job.ts';
import type { NewId } from '../lib/ids.ts';
import { identitiesOf } from '../person/store.ts';
import { pagePlacesOf } from './store.ts';

/** Tells one person something of an incident: beneath the direct message that paged them for it, else in a fresh one. */
export async function tellPerson(
  tx: Tx,
  newId: NewId,
  { accountId, about, text, at, incidentId, personId }: Notice & { incidentId: string; personId: string },
): Promise<readonly NewJob[]> {
  const paged = await pagePlacesOf(tx, incidentId, personId);
  const jobs: NewJob[] = [];
  for (const { connectionId, externalId: person } of await identitiesOf(tx, personId)) {
    const place = paged.find((one) => one.connectionId === connectionId);
    if (place !== undefined) {
      jobs.push(await wantWords(tx, newId, place, { accountId, incidentId: null, content: [text], at }));
      continue;
    }
    const payload = { accountId, connectionId, person, text };
    jobs.push({ kind: noticeKind.name, key: `${about}:${person}`, due: at, payload });
  }
  return jobs;
}
