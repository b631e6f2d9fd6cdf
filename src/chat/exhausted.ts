import type { PageReport } from '../paging/store.ts';
import type { Snapshot } from '../policy/policy.ts';
import { rounds } from '../policy/walk.ts';

/** What became of paging when nobody is left to page: for the card and for the owners alike. Without a full stop. */
export function exhaustedWords(
  policy: Snapshot,
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
  const times = rounds(policy);
  const paged = `paged ${times === 1 ? 'once' : `${times} times`}`;
  if (missed.length === 0) return `everyone was ${paged} and nobody answered`;
  return `nobody answered who was ${paged}, and these could not be reached: ${missed.join(', ')}`;
}

/** Why a page has not reached its person. Null: it has. */
function reasonOf({ deliveries }: PageReport): string | null {
  if (deliveries.some((delivery) => delivery.status === 'sent')) return null;
  if (deliveries.length === 0) return 'no contact';
  const told = deliveries.flatMap((delivery) => delivery.reason ?? []);
  return [...new Set(told)].join(', ') || 'the page is still on its way';
}
