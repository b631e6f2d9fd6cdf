import { and, eq, sql } from 'drizzle-orm';
import { forUpdate } from '../db/for-update.ts';
import { prepared } from '../db/prepared.ts';
import type { Reader, Tx } from '../db/store.ts';
import { type Account, type Channels, type Connection, channelsSchema } from './account.ts';
import { type Platform, platforms } from './platform.ts';

export async function accounts(reader: Reader): Promise<readonly Account[]> {
  return (await reader.db.select().from(reader.t.account)).map(toAccount);
}

/** Throws where there is none: whoever asks has its id from a row of it. */
export async function accountKey(reader: Reader, id: string): Promise<string> {
  const { account } = reader.t;
  const [row] = await reader.db.select({ key: account.key }).from(account).where(eq(account.id, id));
  if (row === undefined) throw new Error(`there is no account ${id}`);
  return row.key;
}

export async function accountByKey(reader: Reader, key: string): Promise<Account | null> {
  const { account } = reader.t;
  const [row] = await reader.db.select().from(account).where(eq(account.key, key));
  return row === undefined ? null : toAccount(row);
}

/** The account, locked: one team file at a time is applied to it. */
export async function lockAccount(tx: Tx, key: string): Promise<Account | null> {
  const { account } = tx.t;
  const [row] = await forUpdate(tx.db.select().from(account).where(eq(account.key, key)));
  return row === undefined ? null : toAccount(row);
}

export async function insertAccount(tx: Tx, account: Account, createdAt: number): Promise<void> {
  await tx.db.insert(tx.t.account).values({ ...account, lastNumber: 0, createdAt });
}

export async function saveNotices(tx: Tx, accountId: string, notices: Channels): Promise<void> {
  await tx.db.update(tx.t.account).set({ notices }).where(eq(tx.t.account.id, accountId));
}

/** Where owners are told what went wrong. */
export async function noticesOf(reader: Reader, accountId: string): Promise<Channels> {
  const { account } = reader.t;
  const [row] = await reader.db.select({ notices: account.notices }).from(account).where(eq(account.id, accountId));
  return row === undefined ? {} : channelsSchema.parse(row.notices);
}

const takeNumber = prepared('account_take_number', ({ db, t: { account } }) =>
  db
    .update(account)
    .set({ lastNumber: sql`${account.lastNumber} + 1` })
    .where(eq(account.id, sql.placeholder('accountId')))
    .returning({ number: account.lastNumber }),
);

/** Takes the next number that people will say aloud. */
export async function nextIncidentNumber(tx: Tx, accountId: string): Promise<number> {
  const [row] = await takeNumber(tx, { accountId });
  if (row === undefined) throw new Error(`account ${accountId} is not there`);
  return row.number;
}

const byId = prepared('connection_by_id', ({ db, t: { connection } }) =>
  db
    .select()
    .from(connection)
    .where(eq(connection.id, sql.placeholder('id'))),
);

export async function connectionById(reader: Reader, id: string): Promise<Connection | null> {
  const [row] = await byId(reader, { id });
  return row === undefined ? null : toConnection(row);
}

export async function connectionByWorkspace(
  reader: Reader,
  platform: Platform,
  externalId: string,
): Promise<Connection | null> {
  const { connection } = reader.t;
  const [row] = await reader.db
    .select()
    .from(connection)
    .where(and(eq(connection.platform, platform), eq(connection.externalId, externalId)));
  return row === undefined ? null : toConnection(row);
}

const ofAccount = prepared('connection_of_account', ({ db, t: { connection } }) =>
  db
    .select()
    .from(connection)
    .where(
      and(eq(connection.accountId, sql.placeholder('accountId')), eq(connection.platform, sql.placeholder('platform'))),
    ),
);

export async function connectionOfAccount(
  reader: Reader,
  accountId: string,
  platform: Platform,
): Promise<Connection | null> {
  const [row] = await ofAccount(reader, { accountId, platform });
  return row === undefined ? null : toConnection(row);
}

export async function insertConnection(tx: Tx, connection: Connection): Promise<void> {
  await tx.db.insert(tx.t.connection).values(connection);
}

export async function saveConnection(
  tx: Tx,
  id: string,
  change: Partial<Pick<Connection, 'externalId' | 'name'>>,
): Promise<void> {
  await tx.db.update(tx.t.connection).set(change).where(eq(tx.t.connection.id, id));
}

function toAccount(row: Reader['t']['account']['$inferSelect']): Account {
  return { id: row.id, key: row.key, notices: channelsSchema.parse(row.notices) };
}

function toConnection(row: Reader['t']['connection']['$inferSelect']): Connection {
  const platform = platforms.find((known) => known === row.platform);
  if (platform === undefined) throw new Error(`connection ${row.id} has the unknown platform ${row.platform}`);
  return { ...row, platform };
}
