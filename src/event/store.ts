import { and, asc, eq } from 'drizzle-orm';
import type { Reader, Tx } from '../db/store.ts';
import type { Event } from './event.ts';
import { eventData, isEventName } from './names.ts';
import { whoSchema } from './who.ts';

export async function insertEvents(tx: Tx, events: readonly Event[]): Promise<void> {
  if (events.length > 0) await tx.db.insert(tx.t.event).values(events.map((event) => ({ ...event })));
}

/** What happened to an incident, oldest first. */
export async function eventsOf(reader: Reader, accountId: string, incidentId: string): Promise<readonly Event[]> {
  const { event } = reader.t;
  const rows = await reader.db
    .select()
    .from(event)
    .where(and(eq(event.accountId, accountId), eq(event.incidentId, incidentId)))
    .orderBy(asc(event.place));
  return rows.map(toEvent);
}

function toEvent(row: Reader['t']['event']['$inferSelect']): Event {
  if (!isEventName(row.name)) throw new Error(`event ${row.id} has the unknown name ${row.name}`);
  // The name was checked, and the data is parsed by the schema of that very name.
  const fact = { name: row.name, data: eventData[row.name].parse(row.data) } as Pick<Event, 'name' | 'data'>;
  return { ...row, ...fact, actor: whoSchema.parse(row.actor) } as Event;
}
