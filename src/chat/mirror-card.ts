import type { Reader } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';
import { pageById } from '../paging/store.ts';
import type { Card } from './card.ts';
import { drawCard, drawPage } from './draw.ts';
import type { Mirror } from './store.ts';
import { viewOf } from './view.ts';

/** What a mirror should show now, and the incident's version that this is. */
export async function mirrorCard(
  reader: Reader,
  mirror: Pick<Mirror, 'accountId' | 'incidentId' | 'pageId'>,
  now: Instant,
): Promise<{ card: Card; version: number } | null> {
  const view = await viewOf(reader, mirror.accountId, mirror.incidentId);
  if (view === null) return null;
  const page = mirror.pageId === null ? null : await pageById(reader, mirror.accountId, mirror.pageId);
  const card = page === null ? drawCard(view, now) : drawPage(view, page, now);
  return { card, version: view.incident.version };
}
