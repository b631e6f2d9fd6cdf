import type { Incident } from '../incident/incident.ts';
import type { PageReport } from '../paging/store.ts';

/** What became of paging when nobody is left to page: for the card and for the owners alike. Without a full stop. */
export function exhaustedWords(
  { openedAt, state }: Pick<Incident, 'openedAt' | 'state'>,
  pages: readonly PageReport[],
  names: ReadonlyMap<string, string>,
): string {
  if (pages.length === 0) return 'nobody in this policy can be paged: everybody in it is disabled or deleted';
  const reasons = new Map<string, string | null>();
  for (const page of pages) {
    // Whoever was reached once was reached; else the newest reason stands.
    if (reasons.get(page.personId) !== null) reasons.set(page.personId, reasonOf(page));
  }
  const missed = [...reasons].flatMap(([id, reason]) =>
    reason === null ? [] : [`${names.get(id) ?? 'somebody who has left'} (${reason})`],
  );
  if (missed.length === reasons.size) return `nobody could be reached: ${missed.join(', ')}`;
  const paged = `paged ${timesOf(pages)}`;
  // Triggered again: somebody had answered before.
  const again = state.triggeredAt > openedAt;
  if (missed.length === 0) return `everyone was ${paged} and nobody ${again ? 'answers any more' : 'answered'}`;
  const nobody = again ? 'nobody answers any more' : 'nobody answered';
  return `${nobody} who was ${paged}, and these could not be reached: ${missed.join(', ')}`;
}

/** How often each of those who were reached was paged: in every round, and again when an acknowledgement or a snooze was over. */
function timesOf(pages: readonly PageReport[]): string {
  const counts = new Map<string, number>();
  for (const page of pages) {
    if (reasonOf(page) === null) counts.set(page.personId, (counts.get(page.personId) ?? 0) + 1);
  }
  const least = Math.min(...counts.values());
  const most = Math.max(...counts.values());
  if (least < most) return `${least} to ${most} times`;
  return most === 1 ? 'once' : `${most} times`;
}

/** Why a page has not reached its person. Null: it has. */
function reasonOf({ deliveries }: PageReport): string | null {
  if (deliveries.some((delivery) => delivery.status === 'sent')) return null;
  if (deliveries.length === 0) return 'no contact';
  const told = deliveries.flatMap((delivery) => delivery.reason ?? []);
  return [...new Set(told)].join(', ') || 'the page is still on its way';
}
