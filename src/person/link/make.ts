import type { Actor } from '../../account/actor.ts';
import { may } from '../../account/may.ts';
import { type Platform, platforms } from '../../account/platform.ts';
import { connectionOfAccount } from '../../account/store.ts';
import type { Tx } from '../../db/store.ts';
import { hours, type Instant } from '../../lib/clock.ts';
import { no, ok, type Result } from '../../lib/result.ts';
import type { Person } from '../person.ts';
import { identitiesOf, livingByKey, peopleByIds } from '../store.ts';
import { codeLife, hashCode, makeCode, readCode } from './code.ts';
import { keepCode } from './store.ts';

export interface MadeCode {
  /** Shown once: only its hash is kept. */
  readonly code: string;
  readonly person: Person;
  /** Where it can be typed: one at least. */
  readonly platforms: readonly Platform[];
  readonly expiresAt: Instant;
}

export type MakeRefusal =
  /** A code makes whoever types it that person, so only an owner may make somebody else's. */
  | { readonly code: 'not-permitted' }
  | { readonly code: 'unknown-person'; readonly key: string; readonly keys: readonly string[] }
  | { readonly code: 'person-not-active'; readonly person: Person }
  /** On every platform that the account is connected to. */
  | { readonly code: 'linked-everywhere'; readonly person: Person; readonly platforms: readonly Platform[] };

/** A code for oneself (`key` null), or for the person of that key. Whoever types it where they are not known is that person. */
export async function makeLinkCode(
  tx: Tx,
  deps: { readonly randomBytes: (size: number) => Uint8Array },
  actor: Actor & { readonly who: { readonly kind: 'person' } },
  key: string | null,
  now: Instant,
): Promise<Result<MadeCode, MakeRefusal>> {
  const { accountId, who } = actor;
  const [self] = await peopleByIds(tx, accountId, [who.id]);
  if (self === undefined) throw new Error(`the person ${who.id} is not there`);
  const ofSelf = key === null || key === self.key;
  if (!ofSelf && !may(actor, 'own')) return no({ code: 'not-permitted' });
  const living = ofSelf ? new Map() : await livingByKey(tx, accountId);
  const person = ofSelf ? self : living.get(key);
  if (person === undefined) return no({ code: 'unknown-person', key: key ?? '', keys: [...living.keys()] });
  if (person.status !== 'active') return no({ code: 'person-not-active', person });
  const known = new Set((await identitiesOf(tx, person.id)).map(({ connectionId }) => connectionId));
  const connected: Platform[] = [];
  const missing: Platform[] = [];
  for (const platform of platforms) {
    const connection = await connectionOfAccount(tx, accountId, platform);
    if (connection === null) continue;
    connected.push(platform);
    if (!known.has(connection.id)) missing.push(platform);
  }
  const [first, ...more] = missing;
  if (first === undefined) return no({ code: 'linked-everywhere', person, platforms: connected });
  const code = makeCode(deps.randomBytes);
  const expiresAt = now + codeLife;
  const platform = more.length === 0 ? first : null;
  const kept = { accountId, personId: person.id, platform, madeBy: who.id, expiresAt, usedAt: null };
  await keepCode(tx, hashCode(readCode(code) ?? ''), kept, now - hours(24));
  return ok({ code, person, platforms: missing, expiresAt });
}
