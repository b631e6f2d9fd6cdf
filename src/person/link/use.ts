import type { Platform } from '../../account/platform.ts';
import { connectionOfAccount } from '../../account/store.ts';
import type { Tx } from '../../db/store.ts';
import { type Instant, minutes } from '../../lib/clock.ts';
import { no, ok, type Result } from '../../lib/result.ts';
import { peopleByIds } from '../store.ts';
import { attach } from './attach.ts';
import { hashCode, readCode } from './code.ts';
import type { AttachRefusal, Claimant, LinkDeps, Linked } from './link.ts';
import { countTry, forgetTries, lockCode, spendCode } from './store.ts';

/** So many codes may somebody type in so long. With 60 bits of chance in a code nobody finds one so. */
const triesAllowed = 5;
const triesWithin = minutes(10);

export type TryRefusal = { readonly code: 'too-many-tries'; readonly until: Instant };

export type UseRefusal =
  | AttachRefusal
  /** There is none like it, or it is another account's. */
  | { readonly code: 'code-wrong' }
  | { readonly code: 'code-used' }
  | { readonly code: 'code-expired' }
  | { readonly code: 'other-platform'; readonly platform: Platform };

/** Counts a try before the code is looked at, and in a transaction of its own: what is refused then was tried all the same. */
export async function takeTry(tx: Tx, claimant: Claimant, now: Instant): Promise<Result<null, TryRefusal>> {
  const { platform, externalId } = claimant;
  const { tries, since } = await countTry(tx, { platform, externalId, at: now }, now - triesWithin);
  return tries > triesAllowed ? no({ code: 'too-many-tries', until: since + triesWithin }) : ok(null);
}

/** Whoever types the code is the person that it was made for. `takeTry` comes first. */
export async function useLinkCode(
  tx: Tx,
  deps: LinkDeps,
  claimant: Claimant,
  typed: string,
  now: Instant,
): Promise<Result<Linked, UseRefusal>> {
  const plain = readCode(typed);
  const hash = plain === null ? null : hashCode(plain);
  const code = hash === null ? null : await lockCode(tx, hash);
  if (hash === null || code === null) return no({ code: 'code-wrong' });
  // The account that the code is of, also where no workspace is named; in a workspace of another it means nothing.
  const connection = await connectionOfAccount(tx, code.accountId, claimant.platform);
  const here = claimant.workspace === '' || claimant.workspace === connection?.externalId;
  if (connection === null || !here) return no({ code: 'code-wrong' });
  if (code.usedAt !== null) return no({ code: 'code-used' });
  if (code.expiresAt <= now) return no({ code: 'code-expired' });
  if (code.platform !== null && code.platform !== claimant.platform) {
    return no({ code: 'other-platform', platform: code.platform });
  }
  const [person] = await peopleByIds(tx, code.accountId, [code.personId]);
  if (person === undefined) throw new Error(`the person ${code.personId} of a code is not there`);
  const how = { kind: 'code', madeBy: code.madeBy } as const;
  const linked = await attach(tx, deps, { person, connection }, claimant.externalId, how, now);
  if (!linked.ok) return linked;
  await spendCode(tx, hash, now);
  await forgetTries(tx, claimant.platform, claimant.externalId);
  return linked;
}
