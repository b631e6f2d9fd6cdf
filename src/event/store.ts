import { and, asc, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { prepared } from '../db/prepared.ts';
import { preparedInsert } from '../db/prepared-insert.ts';
import type { Reader, Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';
import type { Event } from './event.ts';
import { type EventData, type EventName, eventData, isEventName } from './names.ts';
import { whoSchema } from './who.ts';

const insert = preparedInsert(
  'event_insert',
  ({ t }) => t.event,
  ({ db, t: { event } }, rows) => db.insert(event).values(rows),
);

export async function insertEvents(tx: Tx, events: readonly Event[]): Promise<void> {
  await insert(tx, events);
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

const after = prepared('events_after', ({ db, t: { event } }) =>
  db
    .select()
    .from(event)
    .where(
      and(
        eq(event.accountId, sql.placeholder('accountId')),
        eq(event.incidentId, sql.placeholder('incidentId')),
        gt(event.place, sql.placeholder('place')),
      ),
    )
    .orderBy(asc(event.place))
    .limit(sql.placeholder('limit')),
);

/** The next events of an incident after this place, oldest first. */
export async function eventsAfter(
  reader: Reader,
  accountId: string,
  incidentId: string,
  place: number,
  limit: number,
): Promise<readonly Event[]> {
  return (await after(reader, { accountId, incidentId, place, limit })).map(toEvent);
}

/** The newest event of this name that is of the service and of no incident. Null: there was none. */
export async function lastOfService<N extends EventName>(
  reader: Reader,
  serviceId: string,
  name: N,
): Promise<{ readonly at: Instant; readonly data: EventData<N> } | null> {
  const { event } = reader.t;
  const [row] = await reader.db
    .select({ at: event.at, data: event.data })
    .from(event)
    .where(and(eq(event.serviceId, serviceId), isNull(event.incidentId), eq(event.name, name)))
    .orderBy(desc(event.at))
    .limit(1);
  if (row === undefined) return null;
  // The schema that is looked up by the name is the name's own.
  return { at: row.at, data: eventData[name].parse(row.data) as EventData<N> };
}

function toEvent(row: Reader['t']['event']['$inferSelect']): Event {
  if (!isEventName(row.name)) throw new Error(`event ${row.id} has the unknown name ${row.name}`);
  // The name was checked, and the data is parsed by the schema of that very name.
  const fact = { name: row.name, data: eventData[row.name].parse(row.data) } as Pick<Event, 'name' | 'data'>;
  return { ...row, ...fact, actor: whoSchema.parse(row.actor) } as Event;
}
