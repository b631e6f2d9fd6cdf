import { and, asc, desc, eq, gt, isNull, ne, notInArray, sql } from 'drizzle-orm';
import { forUpdate } from '../db/for-update.ts';

import { prepared } from '../db/prepared.ts';
import type { Reader, Tx } from '../db/store.ts';
import { whoSchema } from '../event/who.ts';
import type { Instant } from '../lib/clock.ts';
import { snapshotSchema } from '../policy/policy.ts';
import type { Incident, State, Status } from './incident.ts';
import { type Severity, severities } from './signal.ts';

type Row = Reader['t']['incident']['$inferSelect'];

const byId = prepared('incident_by_id', ({ db, t: { incident } }) =>
  db
    .select()
    .from(incident)
    .where(and(eq(incident.accountId, sql.placeholder('accountId')), eq(incident.id, sql.placeholder('id')))),
);

export async function incidentById(reader: Reader, accountId: string, id: string): Promise<Incident | null> {
  const [row] = await byId(reader, { accountId, id });
  return row === undefined ? null : toIncident(row);
}

export async function incidentByNumber(reader: Reader, accountId: string, number: number): Promise<Incident | null> {
  const { incident } = reader.t;
  const [row] = await reader.db
    .select()
    .from(incident)
    .where(and(eq(incident.accountId, accountId), eq(incident.number, number)));
  return row === undefined ? null : toIncident(row);
}

const lockById = prepared('incident_lock_by_id', ({ db, t: { incident } }) =>
  forUpdate(
    db
      .select()
      .from(incident)
      .where(and(eq(incident.accountId, sql.placeholder('accountId')), eq(incident.id, sql.placeholder('id')))),
  ),
);

/** The incident, to be decided upon: whoever else wants to decide waits until this transaction ends. */
export async function lockIncident(
  tx: Tx,
  accountId: string,
  ref: { readonly id: string } | { readonly number: number },
): Promise<Incident | null> {
  if ('id' in ref) {
    const [row] = await lockById(tx, { accountId, id: ref.id });
    return row === undefined ? null : toIncident(row);
  }
  const { incident } = tx.t;
  const numbered = and(eq(incident.accountId, accountId), eq(incident.number, ref.number));
  const [row] = await forUpdate(tx.db.select().from(incident).where(numbered));
  return row === undefined ? null : toIncident(row);
}

// The state is written out, not bound: only then does SQLite see that the partial index of open incidents fits.
const open = prepared('incident_open_by_key', ({ db, t: { incident } }) =>
  forUpdate(
    db
      .select()
      .from(incident)
      .where(
        and(
          eq(incident.serviceId, sql.placeholder('serviceId')),
          eq(incident.key, sql.placeholder('key')),
          sql`${incident.status} <> 'resolved'`,
        ),
      ),
  ),
);

/**
 * The open incident that a monitoring tool calls `key`, locked. Where there is none, two may open it in the same moment: the
 * index `incident_open_key` lets one of them through, and the unit of the other is run again and finds it (see Store).
 */
export async function openByKey(tx: Tx, serviceId: string, key: string): Promise<Incident | null> {
  const [row] = await open(tx, { serviceId, key });
  return row === undefined ? null : toIncident(row);
}

/** The open incidents of a service in the order of their numbers, from above `after`; locked, as whoever decides upon one locks it. */
export async function lockOpenOfService(
  tx: Tx,
  { id, accountId }: { readonly id: string; readonly accountId: string },
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly Incident[]> {
  const { incident } = tx.t;
  // The state is written out, as above.
  const open = sql`${incident.status} <> 'resolved'`;
  const rows = await forUpdate(
    tx.db
      .select()
      .from(incident)
      .where(and(eq(incident.accountId, accountId), eq(incident.serviceId, id), gt(incident.number, after), open))
      .orderBy(asc(incident.number))
      .limit(limit),
  );
  return rows.map(toIncident);
}

/** Newest first. `mine`: only those that this person has. */
export async function listIncidents(
  reader: Reader,
  accountId: string,
  filter: { open: boolean; status?: Status; serviceId?: string; mine?: string; limit: number },
): Promise<readonly Incident[]> {
  const { incident, assignment } = reader.t;
  const conditions = [eq(incident.accountId, accountId)];
  if (filter.open) conditions.push(ne(incident.status, 'resolved'));
  if (filter.status !== undefined) conditions.push(eq(incident.status, filter.status));
  if (filter.serviceId !== undefined) conditions.push(eq(incident.serviceId, filter.serviceId));
  if (filter.mine !== undefined) {
    const mine = reader.db
      .select({ id: assignment.incidentId })
      .from(assignment)
      .where(and(eq(assignment.personId, filter.mine), isNull(assignment.until)));
    conditions.push(sql`${incident.id} in ${mine}`);
  }
  const rows = await reader.db
    .select()
    .from(incident)
    .where(and(...conditions))
    .orderBy(desc(incident.number))
    .limit(filter.limit);
  return rows.map(toIncident);
}

/** How many incidents are open, by their state. */
export async function countOpen(
  reader: Reader,
  accountId: string,
): Promise<Readonly<Record<Exclude<Status, 'resolved'>, number>>> {
  const { incident } = reader.t;
  const count = async (status: Status): Promise<number> =>
    await reader.db.$count(
      incident,
      and(eq(incident.accountId, accountId), ne(incident.status, 'resolved'), eq(incident.status, status)),
    );
  return { triggered: await count('triggered'), acknowledged: await count('acknowledged') };
}

export async function insertIncident(tx: Tx, incident: Incident): Promise<void> {
  await tx.db.insert(tx.t.incident).values(toRow(incident));
}

/** Saves what was decided. A version that moved meanwhile is a fault: the row was to be locked. */
export async function saveIncident(tx: Tx, incident: Incident, loadedVersion: number): Promise<void> {
  const { incident: table } = tx.t;
  const saved = await tx.db
    .update(table)
    .set(toRow(incident))
    .where(and(eq(table.id, incident.id), eq(table.version, loadedVersion)))
    .returning({ id: table.id });
  if (saved.length !== 1) throw new Error(`incident ${incident.id} changed while it was decided upon`);
}

/** So many alerts that say what is known already: counted, and nothing else. */
export async function countRepeats(tx: Tx, incidentId: string, times: number, now: Instant): Promise<void> {
  const { incident } = tx.t;
  await tx.db
    .update(incident)
    .set({
      alertCount: sql`${incident.alertCount} + ${times}`,
      lastAlertAt: now,
      version: sql`${incident.version} + 1`,
    })
    .where(eq(incident.id, incidentId));
}

/** What its card shows has changed, and nothing else. */
export async function moveVersion(tx: Tx, incidentId: string): Promise<void> {
  const { incident } = tx.t;
  await tx.db
    .update(incident)
    .set({ version: sql`${incident.version} + 1` })
    .where(eq(incident.id, incidentId));
}

/** Something beside the incident changed that its card shows: the place of the event that says so. */
export async function touchIncident(
  tx: Tx,
  accountId: string,
  incidentId: string,
): Promise<{ place: number; serviceId: string }> {
  const { incident } = tx.t;
  const [row] = await tx.db
    .update(incident)
    .set({ version: sql`${incident.version} + 1`, lastPlace: sql`${incident.lastPlace} + 1` })
    .where(and(eq(incident.accountId, accountId), eq(incident.id, incidentId)))
    .returning({ place: incident.lastPlace, serviceId: incident.serviceId });
  if (row === undefined) throw new Error(`incident ${incidentId} is not there`);
  return row;
}

/** Gives the incident to these people; whoever else had it has it no longer. */
export async function assign(
  tx: Tx,
  incident: Incident,
  to: { why: 'rule' | 'acknowledged'; people: readonly string[] },
  now: Instant,
  newId: () => string,
): Promise<void> {
  const { assignment } = tx.t;
  const current = and(eq(assignment.incidentId, incident.id), isNull(assignment.until));
  await tx.db
    .update(assignment)
    .set({ until: now })
    .where(to.people.length === 0 ? current : and(current, notInArray(assignment.personId, [...to.people])));
  for (const personId of to.people) {
    await tx.db
      .insert(assignment)
      .values({
        id: newId(),
        accountId: incident.accountId,
        incidentId: incident.id,
        personId,
        why: to.why,
        since: now,
        until: null,
      })
      .onConflictDoNothing();
  }
}

/** Who has the incident now. */
export async function holdersOf(reader: Reader, incidentId: string): Promise<readonly string[]> {
  const { assignment } = reader.t;
  const rows = await reader.db
    .select({ personId: assignment.personId })
    .from(assignment)
    .where(and(eq(assignment.incidentId, incidentId), isNull(assignment.until)));
  return rows.map((row) => row.personId);
}

function toIncident(row: Row): Incident {
  const {
    status,
    exhausted,
    triggeredAt,
    acknowledgedBy,
    acknowledgedAt,
    snoozedUntil,
    resolvedBy,
    resolvedAt,
    resolvedBecause,
    ...rest
  } = row;
  return {
    ...rest,
    severity: severityOf(row),
    policy: snapshotSchema.parse(row.policy),
    state: stateOf(row),
  };
}

function severityOf(row: Row): Severity {
  const known = severities.find((severity) => severity === row.severity);
  if (known === undefined) throw new Error(`incident ${row.id} has the unknown severity ${row.severity}`);
  return known;
}

function stateOf(row: Row): State {
  const { triggeredAt } = row;
  if (row.status === 'triggered') return { status: 'triggered', triggeredAt, exhausted: row.exhausted };
  if (row.status === 'acknowledged' && row.acknowledgedAt !== null) {
    const by = whoSchema.parse(row.acknowledgedBy);
    return { status: 'acknowledged', triggeredAt, by, at: row.acknowledgedAt, until: row.snoozedUntil };
  }
  if (row.status === 'resolved' && row.resolvedAt !== null) {
    const by = whoSchema.parse(row.resolvedBy);
    return { status: 'resolved', triggeredAt, by, at: row.resolvedAt, because: row.resolvedBecause };
  }
  throw new Error(`incident ${row.id} has an impossible state`);
}

function toRow({ state, ...rest }: Incident): Row {
  const acknowledged = state.status === 'acknowledged' ? state : null;
  const resolved = state.status === 'resolved' ? state : null;
  const status: Status = state.status;
  return {
    ...rest,
    status,
    triggeredAt: state.triggeredAt,
    exhausted: state.status === 'triggered' && state.exhausted,
    acknowledgedBy: acknowledged?.by ?? null,
    acknowledgedAt: acknowledged?.at ?? null,
    snoozedUntil: acknowledged?.until ?? null,
    resolvedBy: resolved?.by ?? null,
    resolvedAt: resolved?.at ?? null,
    resolvedBecause: resolved?.because ?? null,
  };
}
