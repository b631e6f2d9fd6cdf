import { and, asc, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import { forUpdate } from '../../db/for-update.ts';
import { named } from '../../db/named.ts';
import { prepared } from '../../db/prepared.ts';
import { preparedInsert } from '../../db/prepared-insert.ts';
import { preparedList } from '../../db/prepared-list.ts';
import type { Reader, Tx } from '../../db/store.ts';
import type { Instant } from '../../lib/clock.ts';
import type { Signal } from '../signal.ts';

/** So many rows or values at once: SQLite takes 32,766 values in a statement, PostgreSQL 65,535. */
const most = 1000;

interface NewAlert {
  readonly id: string;
  readonly accountId: string;
  readonly serviceId: string;
  /** Null: the service could not open an incident. */
  readonly incidentId: string | null;
  readonly signal: Extract<Signal, { action: 'trigger' }>;
}

const insert = preparedInsert(
  'alert_insert',
  ({ t }) => t.alert,
  ({ db, t: { alert } }, rows) => db.insert(alert).values(rows),
);

export async function insertAlerts(tx: Tx, alerts: readonly NewAlert[], now: Instant): Promise<void> {
  for (const some of piecesOf(alerts)) {
    await insert(
      tx,
      some.map(({ signal, ...ids }) => ({
        ...ids,
        key: signal.alertKey,
        summary: signal.summary,
        severity: signal.severity,
        source: signal.source,
        links: signal.links,
        details: signal.details,
        status: ids.incidentId === null ? 'refused' : 'firing',
        count: 1,
        firstAt: now,
        lastAt: now,
      })),
    );
  }
}

const known = preparedList('alerts_known', ({ db, t: { alert } }, keys) =>
  db
    .select({ key: alert.key, status: alert.status })
    .from(alert)
    .where(and(eq(alert.incidentId, sql.placeholder('incidentId')), inArray(alert.key, keys))),
);

/** Which of these alerts the incident knows, and whether they fire. */
export async function knownAlerts(
  reader: Reader,
  incidentId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, 'firing' | 'resolved'>> {
  const rows = await known(reader, { incidentId }, keys);
  return new Map(rows.map(({ key, status }) => [key, status === 'firing' ? 'firing' : 'resolved']));
}

const repeat = preparedList('alerts_repeat', ({ db, t: { alert } }, keys) =>
  db
    .update(alert)
    .set({ count: sql`${alert.count} + 1`, lastAt: named(alert.lastAt, 'now'), status: 'firing' })
    .where(and(eq(alert.incidentId, sql.placeholder('incidentId')), inArray(alert.key, keys)))
    .returning({ id: alert.id }),
);

/** These known alerts of the incident were said once more: counted, and they fire. */
export async function repeatAlerts(tx: Tx, incidentId: string, keys: readonly string[], now: Instant): Promise<void> {
  await repeat(tx, { incidentId, now }, keys);
}

/** Whether this alert was refused before; then it is counted. One refusal of a service at a time, so that it is said once. */
export async function repeatRefused(tx: Tx, serviceId: string, key: string, now: Instant): Promise<boolean> {
  const { alert, service } = tx.t;
  await forUpdate(tx.db.select({ id: service.id }).from(service).where(eq(service.id, serviceId)));
  const known = await tx.db
    .update(alert)
    .set({ count: sql`${alert.count} + 1`, lastAt: now })
    .where(and(eq(alert.serviceId, serviceId), eq(alert.key, key), isNull(alert.incidentId)))
    .returning({ id: alert.id });
  return known.length > 0;
}

/** These alerts are over. `ended`: how many of them fired until now; `firing`: how many of the incident's still do. */
export async function endAlerts(
  tx: Tx,
  incidentId: string,
  keys: readonly string[],
  now: Instant,
): Promise<{ ended: number; firing: number }> {
  const { alert } = tx.t;
  let ended = 0;
  for (const some of piecesOf(keys)) {
    const rows = await tx.db
      .update(alert)
      .set({ status: 'resolved', lastAt: now })
      .where(and(eq(alert.incidentId, incidentId), inArray(alert.key, some), eq(alert.status, 'firing')))
      .returning({ id: alert.id });
    ended += rows.length;
  }
  const firing = await tx.db.$count(alert, and(eq(alert.incidentId, incidentId), eq(alert.status, 'firing')));
  return { ended, firing };
}

function piecesOf<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, at) => all.slice(at * most, (at + 1) * most));
}

const alertStates = prepared('alert_states', ({ db, t: { alert } }) =>
  db
    .select({ status: alert.status, count: count() })
    .from(alert)
    .where(and(eq(alert.accountId, sql.placeholder('accountId')), eq(alert.incidentId, sql.placeholder('incidentId'))))
    .groupBy(alert.status),
);

/** How many different alerts the incident has, and how many of them fire. */
export async function countAlerts(
  reader: Reader,
  accountId: string,
  incidentId: string,
): Promise<{ known: number; firing: number }> {
  const rows = await alertStates(reader, { accountId, incidentId });
  return {
    known: rows.reduce((sum, row) => sum + row.count, 0),
    firing: rows.find((row) => row.status === 'firing')?.count ?? 0,
  };
}

const firstAlert = prepared('alert_first', ({ db, t: { alert } }) =>
  db
    .select({ source: alert.source, links: alert.links, details: alert.details })
    .from(alert)
    .where(and(eq(alert.accountId, sql.placeholder('accountId')), eq(alert.incidentId, sql.placeholder('incidentId'))))
    .orderBy(asc(alert.firstAt), asc(alert.id))
    .limit(1),
);

/** What the first alert said beside its summary. */
export async function firstAlertOf(
  reader: Reader,
  accountId: string,
  incidentId: string,
): Promise<{ source: string | null; links: unknown; details: unknown } | null> {
  const [row] = await firstAlert(reader, { accountId, incidentId });
  return row ?? null;
}
