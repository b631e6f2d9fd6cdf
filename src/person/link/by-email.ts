import { connectionByWorkspace } from '../../account/store.ts';
import type { Tx } from '../../db/store.ts';
import type { Instant } from '../../lib/clock.ts';
import { no, type Result } from '../../lib/result.ts';
import { peopleByIds } from '../store.ts';
import { attach } from './attach.ts';
import type { AttachRefusal, Claimant, LinkDeps, Linked } from './link.ts';
import { addressesOf } from './store.ts';

export type EmailRefusal =
  | AttachRefusal
  | { readonly code: 'workspace-unknown' }
  /** Nobody of the account has this address, or several have. */
  | { readonly code: 'nobody-alone' };

/**
 * Who has the same e-mail address is the same person, without being asked. `email` is one that the platform has verified: it is
 * believed as much as the platform is. Capital letters make no difference, in the part before the @ too, because no
 * provider of mail that companies use tells them apart.
 */
export async function linkByEmail(
  tx: Tx,
  deps: LinkDeps,
  claimant: Claimant,
  email: string,
  now: Instant,
): Promise<Result<Linked, EmailRefusal>> {
  const connection = await connectionByWorkspace(tx, claimant.platform, claimant.workspace);
  if (connection === null) return no({ code: 'workspace-unknown' });
  const address = email.trim().toLowerCase();
  const same = (await addressesOf(tx, connection.accountId)).filter((one) => one.email.toLowerCase() === address);
  const people = await peopleByIds(
    tx,
    connection.accountId,
    same.map(({ id }) => id),
  );
  const [person, ...more] = people;
  if (person === undefined || more.length > 0) return no({ code: 'nobody-alone' });
  return await attach(tx, deps, { person, connection }, claimant.externalId, { kind: 'email' }, now);
}
