import { and, eq, isNotNull, isNull, lt, lte, ne, sql } from 'drizzle-orm';
import { type Platform, platforms } from '../../account/platform.ts';
import { forUpdate } from '../../db/for-update.ts';
import type { Reader, Tx } from '../../db/store.ts';
import type { Instant } from '../../lib/clock.ts';
import type { LinkCode } from './link.ts';

/** Keeps a code in the place of those that the person had and nobody used. Forgets what expired before `since`. */
export async function keepCode(tx: Tx, hash: string, code: LinkCode, since: Instant): Promise<void> {
  const { linkCode } = tx.t;
  await tx.db.delete(linkCode).where(lt(linkCode.expiresAt, since));
  await tx.db.delete(linkCode).where(and(eq(linkCode.personId, code.personId), isNull(linkCode.usedAt)));
  await tx.db.insert(linkCode).values({ hash, ...code });
}

/** The code, locked: two who type it at once are one after the other. */
export async function lockCode(tx: Tx, hash: string): Promise<LinkCode | null> {
  const { linkCode } = tx.t;
  const [row] = await forUpdate(tx.db.select().from(linkCode).where(eq(linkCode.hash, hash)));
  if (row === undefined) return null;
  const platform = platforms.find((known) => known === row.platform) ?? null;
  if (platform === null && row.platform !== null) throw new Error(`a code has the unknown platform ${row.platform}`);
  const { accountId, personId, madeBy, expiresAt, usedAt } = row;
  return { accountId, personId, platform, madeBy, expiresAt, usedAt };
}

export async function spendCode(tx: Tx, hash: string, at: Instant): Promise<void> {
  const { linkCode } = tx.t;
  await tx.db.update(linkCode).set({ usedAt: at }).where(eq(linkCode.hash, hash));
}

/** Counts a try. `since`: when the first of those was that are counted; those that began at `forget` or before are forgotten. */
export async function countTry(
  tx: Tx,
  tried: { platform: Platform; externalId: string; at: Instant },
  forget: Instant,
): Promise<{ readonly tries: number; readonly since: Instant }> {
  const { linkTry } = tx.t;
  const { platform, externalId, at } = tried;
  await tx.db.delete(linkTry).where(lte(linkTry.since, forget));
  const [row] = await tx.db
    .insert(linkTry)
    .values({ platform, externalId, tries: 1, since: at })
    .onConflictDoUpdate({
      target: [linkTry.platform, linkTry.externalId],
      set: { tries: sql`${linkTry.tries} + 1` },
    })
    .returning({ tries: linkTry.tries, since: linkTry.since });
  if (row === undefined) throw new Error('a try was not counted');
  return row;
}

export async function forgetTries(tx: Tx, platform: Platform, externalId: string): Promise<void> {
  const { linkTry } = tx.t;
  await tx.db.delete(linkTry).where(and(eq(linkTry.platform, platform), eq(linkTry.externalId, externalId)));
}

/** The living people of the account who have an e-mail address: who, and which. */
export async function addressesOf(
  reader: Reader,
  accountId: string,
): Promise<readonly { readonly id: string; readonly email: string }[]> {
  const { person } = reader.t;
  const rows = await reader.db
    .select({ id: person.id, email: person.email })
    .from(person)
    .where(and(eq(person.accountId, accountId), ne(person.status, 'deleted'), isNotNull(person.email)));
  return rows.flatMap(({ id, email }) => (email === null ? [] : [{ id, email }]));
}

/** Whose an id in this workspace is, deleted people included. */
export async function holderOf(
  reader: Reader,
  connectionId: string,
  externalId: string,
): Promise<{ readonly identityId: string; readonly personId: string } | null> {
  const { identity } = reader.t;
  const [row] = await reader.db
    .select({ identityId: identity.id, personId: identity.personId })
    .from(identity)
    .where(and(eq(identity.connectionId, connectionId), eq(identity.externalId, externalId)));
  return row ?? null;
}

export async function releaseIdentity(tx: Tx, id: string): Promise<void> {
  await tx.db.delete(tx.t.identity).where(eq(tx.t.identity.id, id));
}

/** False: the id or the person had another meanwhile. */
export async function keepIdentity(
  tx: Tx,
  identity: {
    id: string;
    accountId: string;
    personId: string;
    connectionId: string;
    externalId: string;
    linkedAt: Instant;
  },
): Promise<boolean> {
  const made = await tx.db
    .insert(tx.t.identity)
    .values(identity)
    .onConflictDoNothing()
    .returning({ id: tx.t.identity.id });
  return made.length > 0;
}
