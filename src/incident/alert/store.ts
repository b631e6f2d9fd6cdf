import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import { prepared } from '../../db/prepared.ts';
import type { Reader, Tx } from '../../db/store.ts';
import type { Instant } from '../../lib/clock.ts';
import type { Signal } from '../signal.ts';

export async function insertAlert(
  tx: Tx,
  alert: {
    id: string;
    accountId: string;
    serviceId: string;
    incidentId: string | null;
    signal: Extract<Signal, { action: 'trigger' }>;
    now: Instant;
  },
): Promise<void> {
  const { signal } = alert;
  await tx.db.insert(tx.t.alert).values({
    id: alert.id,
    accountId: alert.accountId,
    serviceId: alert.serviceId,
    incidentId: alert.incidentId,
    key: signal.alertKey,
    summary: signal.summary,
    severity: signal.severity,
    source: signal.source,
    links: signal.links,
    details: signal.details,
    status: alert.incidentId === null ? 'refused' : 'firing',
    count: 1,
    firstAt: alert.now,
    lastAt: alert.now,
  });
}

/** What this alert of the incident was until now: firing, over, or (null) not known. A known one is counted, and fires. */
export async function repeatAlert(
  tx: Tx,
  incidentId: string,
  key: string,
  now: Instant,
): Promise<'firing' | 'resolved' | null> {
  const { alert } = tx.t;
  const named = and(eq(alert.incidentId, incidentId), eq(alert.key, key));
  for (const status of ['firing', 'resolved'] as const) {
    const known = await tx.db
      .update(alert)
      .set({ count: sql`${alert.count} + 1`, lastAt: now, status: 'firing' })
      .where(and(named, eq(alert.status, status)))
      .returning({ id: alert.id });
    if (known.length > 0) return status;
  }
  return null;
}

/** Whether this alert was refused before; then it is counted. */
export async function repeatRefused(tx: Tx, serviceId: string, key: string, now: Instant): Promise<boolean> {
  const { alert } = tx.t;
  const known = await tx.db
    .update(alert)
    .set({ count: sql`${alert.count} + 1`, lastAt: now })
    .where(and(eq(alert.serviceId, serviceId), eq(alert.key, key), isNull(alert.incidentId)))
    .returning({ id: alert.id });
  return known.length > 0;
}

/** The alert says it is over. `ended`: it fired until now; `firing`: how many of the incident's alerts still do. */
export async function endAlert(
  tx: Tx,
  incidentId: string,
  key: string,
  now: Instant,
): Promise<{ ended: boolean; firing: number }> {
  const { alert } = tx.t;
  const ended = await tx.db
    .update(alert)
    .set({ status: 'resolved', lastAt: now })
    .where(and(eq(alert.incidentId, incidentId), eq(alert.key, key), eq(alert.status, 'firing')))
    .returning({ id: alert.id });
  const firing = await tx.db.$count(alert, and(eq(alert.incidentId, incidentId), eq(alert.status, 'firing')));
  return { ended: ended.length > 0, firing };
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
