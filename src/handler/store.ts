import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { Place } from '../chat/store.ts';
import type { Reader } from '../db/store.ts';

/** Where the cards of the service's open incidents stand, or are to stand; not where somebody would not have them. */
export async function openCardsOf(
  reader: Reader,
  serviceId: string,
): Promise<readonly (Place & { incidentId: string })[]> {
  const { incident, mirror } = reader.t;
  return await reader.db
    .select({ incidentId: mirror.incidentId, connectionId: mirror.connectionId, channel: mirror.channel })
    .from(incident)
    .innerJoin(mirror, eq(mirror.incidentId, incident.id))
    .where(
      and(
        eq(incident.serviceId, serviceId),
        sql`${incident.status} <> 'resolved'`,
        isNull(mirror.pageId),
        sql`not stray`,
        ne(mirror.status, 'deleted'),
      ),
    )
    .orderBy(asc(incident.number), asc(mirror.id));
}

/** The direct messages that paged this person for the incident. */
export async function pagePlacesOf(reader: Reader, incidentId: string, personId: string): Promise<readonly Place[]> {
  const { mirror, page } = reader.t;
  return await reader.db
    .selectDistinct({ connectionId: mirror.connectionId, channel: mirror.channel })
    .from(mirror)
    .innerJoin(page, eq(page.id, mirror.pageId))
    .where(
      and(eq(mirror.incidentId, incidentId), eq(page.personId, personId), inArray(mirror.status, ['shown', 'behind'])),
    );
}
