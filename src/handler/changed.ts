import type { Line, Span } from '../chat/card.ts';
import { wantWords } from '../chat/want.ts';
import type { Tx } from '../db/store.ts';
import type { EventOf } from '../event/event.ts';
import type { NewJob } from '../job/job.ts';
import { cut } from '../lib/cut.ts';
import type { NewId } from '../lib/ids.ts';
import { openCardsOf } from './store.ts';

/** A change is said under every open incident of its service: it may be the reason, or the mending. */
export async function sayChanged(tx: Tx, newId: NewId, event: EventOf<'service.changed'>): Promise<readonly NewJob[]> {
  const { accountId, serviceId, at } = event;
  const jobs: NewJob[] = [];
  for (const { incidentId, ...place } of serviceId === null ? [] : await openCardsOf(tx, serviceId)) {
    jobs.push(await wantWords(tx, newId, place, { accountId, incidentId, content: changedLine(event), at }));
  }
  return jobs;
}

function changedLine({ at, data: { summary, source, links } }: EventOf<'service.changed'>): Line {
  const from = source === null ? [] : [` · ${cut(source, 100)}`];
  const shown: Span[] = links.slice(0, 3).flatMap(({ href, text }) => [' · ', { link: href, label: cut(text, 60) }]);
  return [{ time: at }, ' 🔧 ', { bold: summary }, ...from, ...shown];
}
