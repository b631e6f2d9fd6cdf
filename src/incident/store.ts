import { and, asc, desc, eq, gt, inArray, isNull, ne, sql } from 'drizzle-orm';
import { forUpdate } from '../db/for-update.ts';
import { named, namedRow } from '../db/named.ts';
import { prepared } from '../db/prepared.ts';
import { preparedInsert } from '../db/prepared-insert.ts';
import { preparedList } from '../db/prepared-list.ts';
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

/** Whose it is; for a press that names the incident and no workspace. Null: there is no such incident. */
export async function accountOfIncident(reader: Reader, id: string): Promise<string | null> {
  const { incident } = reader.t;
  const [row] = await reader.db.select({ accountId: incident.accountId }).from(incident).where(eq(incident.id, id));
  return row?.accountId ?? null;
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

const insert = preparedInsert(
  'incident_insert',
  ({ t }) => t.incident,
  ({ db, t: { incident } }, rows) => db.insert(incident).values(rows),
);

export async function insertIncident(tx: Tx, incident: Incident): Promise<void> {
  await insert(tx, [toRow(incident)]);
}

const save = prepared('incident_save', ({ db, t: { incident } }) =>
  db
    .update(incident)
    .set(namedRow(incident))
    .where(and(eq(incident.id, sql.placeholder('id')), eq(incident.version, sql.placeholder('loadedVersion'))))
    .returning({ id: incident.id }),
);

/** Saves what was decided. A version that moved meanwhile is a fault: the row was to be locked. */
export async function saveIncident(tx: Tx, incident: Incident, loadedVersion: number): Promise<void> {
  const saved = await save(tx, { ...toRow(incident), loadedVersion });
  if (saved.length !== 1) throw new Error(`incident ${incident.id} changed while it was decided upon`);
}

const repeats = prepared('incident_count_repeats', ({ db, t: { incident } }) =>
  db
    .update(incident)
    .set({
      alertCount: sql`${incident.alertCount} + ${named(incident.alertCount, 'times')}`,
      lastAlertAt: named(incident.lastAlertAt, 'now'),
      version: sql`${incident.version} + 1`,
    })
    .where(eq(incident.id, sql.placeholder('incidentId'))),
);

/** So many alerts that say what is known already: counted, and nothing else. */
export async function countRepeats(tx: Tx, incidentId: string, times: number, now: Instant): Promise<void> {
  await repeats(tx, { incidentId, times, now });
}

/** What its card shows has changed, and nothing else. */
export async function moveVersion(tx: Tx, incidentId: string): Promise<void> {
  const { incident } = tx.t;
  await tx.db
    .update(incident)
    .set({ version: sql`${incident.version} + 1` })
    .where(eq(incident.id, incidentId));
}

const touch = prepared('incident_touch', ({ db, t: { incident } }) =>
  db
    .update(incident)
    .set({ version: sql`${incident.version} + 1`, lastPlace: sql`${incident.lastPlace} + 1` })
    .where(and(eq(incident.accountId, sql.placeholder('accountId')), eq(incident.id, sql.placeholder('incidentId'))))
    .returning({ place: incident.lastPlace, serviceId: incident.serviceId }),
);

/** Something beside the incident changed that its card shows: the place of the event that says so. */
export async function touchIncident(
  tx: Tx,
  accountId: string,
  incidentId: string,
): Promise<{ place: number; serviceId: string }> {
  const [row] = await touch(tx, { accountId, incidentId });
  if (row === undefined) throw new Error(`incident ${incidentId} is not there`);
  return row;
}

const endAssignment = preparedList('assignment_end', ({ db, t: { assignment } }, people) =>
  db
    .update(assignment)
    .set({ until: named(assignment.until, 'now') })
    .where(
      and(
        eq(assignment.incidentId, sql.placeholder('incidentId')),
        isNull(assignment.until),
        inArray(assignment.personId, people),
      ),
    )
    .returning({ id: assignment.id }),
);

const insertAssignments = preparedInsert(
  'assignment_insert',
  ({ t }) => t.assignment,
  ({ db, t: { assignment } }, rows) => db.insert(assignment).values(rows).onConflictDoNothing(),
);

/** Gives the incident to these people; whoever else had it has it no longer. `before`: who had it until now. */
export async function assign(
  tx: Tx,
  incident: Incident,
  to: { why: 'rule' | 'acknowledged'; people: readonly string[]; before: readonly string[] },
  now: Instant,
  newId: () => string,
): Promise<void> {
  const { id: incidentId, accountId } = incident;
  const { why, people, before } = to;
  const over = before.filter((id) => !people.includes(id));
  await endAssignment(tx, { incidentId, now }, over);
  const fresh = people.filter((id) => !before.includes(id));
  await insertAssignments(
    tx,
    fresh.map((personId) => ({ id: newId(), accountId, incidentId, personId, why, since: now, until: null })),
  );
}

const holders = prepared('incident_holders', ({ db, t: { assignment } }) =>
  db
    .select({ personId: assignment.personId })
    .from(assignment)
    .where(and(eq(assignment.incidentId, sql.placeholder('incidentId')), isNull(assignment.until))),
);

/** Who has the incident now. */
export async function holdersOf(reader: Reader, incidentId: string): Promise<readonly string[]> {
  const rows = await holders(reader, { incidentId });
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
