import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { namedRow } from '../db/named.ts';
import { prepared } from '../db/prepared.ts';
import { preparedInsert } from '../db/prepared-insert.ts';
import { preparedSave } from '../db/prepared-save.ts';
import type { Reader, Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';

export type DeliveryStatus = 'waiting' | 'sent' | 'failed' | 'not-needed';

/** A page with the deliveries that carry it; `contact` is null where the person has no contact at all. */
export interface PageReport {
  readonly pageId: string;
  readonly personId: string;
  readonly step: number;
  readonly at: Instant;
  readonly deliveries: readonly {
    readonly contact: string;
    readonly status: DeliveryStatus;
    readonly reason: string | null;
    readonly quietUntil: Instant | null;
    readonly at: Instant;
  }[];
}

type PageRow = Reader['t']['page']['$inferSelect'];
type DeliveryRow = Reader['t']['delivery']['$inferSelect'];

const newPage = prepared('page_insert', ({ db, t: { page } }) =>
  db.insert(page).values(namedRow(page)).onConflictDoNothing().returning({ id: page.id }),
);

/** False: this person has been paged for this step already. */
export async function insertPage(tx: Tx, page: PageRow): Promise<boolean> {
  return (await newPage(tx, page)).length > 0;
}

const newDeliveries = preparedInsert(
  'delivery_insert',
  ({ t }) => t.delivery,
  ({ db, t: { delivery } }, rows) => db.insert(delivery).values(rows),
);

export async function insertDelivery(tx: Tx, delivery: DeliveryRow & { status: DeliveryStatus }): Promise<void> {
  await newDeliveries(tx, [delivery]);
}

const byId = prepared('delivery_by_id', ({ db, t: { delivery, page } }) =>
  db
    .select({
      id: delivery.id,
      contact: delivery.contact,
      connectionId: delivery.connectionId,
      address: delivery.address,
      status: delivery.status,
      reason: delivery.reason,
      attempts: delivery.attempts,
      pageId: page.id,
      incidentId: page.incidentId,
      personId: page.personId,
      step: page.step,
    })
    .from(delivery)
    .innerJoin(page, eq(page.id, delivery.pageId))
    .where(and(eq(delivery.accountId, sql.placeholder('accountId')), eq(delivery.id, sql.placeholder('id')))),
);

/** What a delivery is about, for whoever carries it. */
export async function deliveryById(reader: Reader, accountId: string, id: string) {
  const [row] = await byId(reader, { accountId, id });
  return row ?? null;
}

const pagedLater = prepared('paged_later', ({ db, t: { delivery, page } }) =>
  db
    .select({ id: delivery.id })
    .from(page)
    .innerJoin(delivery, eq(delivery.pageId, page.id))
    .where(
      and(
        eq(page.incidentId, sql.placeholder('incidentId')),
        eq(page.personId, sql.placeholder('personId')),
        gt(page.step, sql.placeholder('step')),
        eq(delivery.contact, sql.placeholder('contact')),
        eq(delivery.connectionId, sql.placeholder('connectionId')),
        inArray(delivery.status, ['waiting', 'sent']),
      ),
    )
    .limit(1),
);

/** Whether a later step pages the same person about the same incident in the same way. */
export async function isPagedLater(
  reader: Reader,
  {
    incidentId,
    personId,
    step,
    contact,
    connectionId,
  }: {
    incidentId: string;
    personId: string;
    step: number;
    contact: string;
    connectionId: string;
  },
): Promise<boolean> {
  return (await pagedLater(reader, { incidentId, personId, step, contact, connectionId })).length > 0;
}

const save = preparedSave('delivery');

export async function saveDelivery(
  tx: Tx,
  id: string,
  change: { status: DeliveryStatus; reason: string | null; quietUntil?: Instant | null; attempts: number; at: Instant },
): Promise<void> {
  await save(tx, id, change);
}

const pages = prepared('pages_of_incident', ({ db, t: { delivery, page } }) =>
  db
    .select({ page, delivery })
    .from(page)
    .leftJoin(delivery, eq(delivery.pageId, page.id))
    .where(and(eq(page.accountId, sql.placeholder('accountId')), eq(page.incidentId, sql.placeholder('incidentId'))))
    .orderBy(asc(page.step), asc(page.id), asc(delivery.id)),
);

/** Everybody who was paged for an incident, in the order of the pages. */
export async function pagesOf(reader: Reader, accountId: string, incidentId: string): Promise<readonly PageReport[]> {
  const rows = await pages(reader, { accountId, incidentId });
  const reports = new Map<string, PageReport>();
  for (const { page: row, delivery: sent } of rows) {
    const known = reports.get(row.id)?.deliveries ?? [];
    const deliveries = sent === null ? known : [...known, { ...sent, status: statusOf(sent.status) }];
    reports.set(row.id, { pageId: row.id, personId: row.personId, step: row.step, at: row.at, deliveries });
  }
  return [...reports.values()];
}

function statusOf(text: string): DeliveryStatus {
  if (text === 'waiting' || text === 'sent' || text === 'failed' || text === 'not-needed') return text;
  throw new Error(`a delivery has the unknown status ${text}`);
}

const page = prepared('page_by_id', ({ db, t: { page } }) =>
  db
    .select({ personId: page.personId, position: page.position })
    .from(page)
    .where(and(eq(page.accountId, sql.placeholder('accountId')), eq(page.id, sql.placeholder('id')))),
);

export async function pageById(
  reader: Reader,
  accountId: string,
  id: string,
): Promise<{ readonly personId: string; readonly position: number } | null> {
  const [row] = await page(reader, { accountId, id });
  return row ?? null;
}

/** Since when the page that waits longest has waited; of any account where none is named. Null: none waits. */
export async function oldestWaiting(reader: Reader, accountId?: string): Promise<Instant | null> {
  const { delivery, page } = reader.t;
  const [row] = await reader.db
    .select({ at: page.at })
    .from(delivery)
    .innerJoin(page, eq(page.id, delivery.pageId))
    .where(and(eq(delivery.status, 'waiting'), accountId === undefined ? undefined : eq(delivery.accountId, accountId)))
    .orderBy(asc(delivery.id))
    .limit(1);
  return row?.at ?? null;
}
