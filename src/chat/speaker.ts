import type { Connection } from '../account/account.ts';
import type { Actor } from '../account/actor.ts';
import { type Platform, platforms } from '../account/platform.ts';
import { accountKey, connectionById, connectionByWorkspace, connectionOfAccount } from '../account/store.ts';
import type { Reader } from '../db/store.ts';
import { accountOfIncident } from '../incident/store.ts';
import { no, ok, type Result } from '../lib/result.ts';
import type { Person } from '../person/person.ts';
import { connectionsKnowing, owners, personByIdentity } from '../person/store.ts';

/** Who the platform says it is. */
export interface Speaker {
  readonly platform: Platform;
  /** The workspace's own id (Slack `team_id`, Discord `guild_id`); empty in a direct message that belongs to none. */
  readonly workspace: string;
  /** The person's id there. */
  readonly person: string;
}

export type SpeakerRefusal =
  | { readonly code: 'workspace-unknown'; readonly platform: Platform }
  /**
   * `owners` are the names of those who can add this person; `elsewhere` the other platforms where the account has people, null
   * where it is not known which account it is.
   */
  | {
      readonly code: 'person-unknown';
      readonly platform: Platform;
      readonly owners: readonly string[];
      readonly elsewhere: readonly Platform[] | null;
    }
  /** A person of the account who was disabled in it; `account` is its key. */
  | { readonly code: 'person-disabled'; readonly account: string; readonly owners: readonly string[] }
  /** In a direct message, which belongs to no workspace: more than one account knows this person. */
  | { readonly code: 'several-accounts'; readonly platform: Platform };

export interface Known {
  readonly connection: Connection;
  readonly actor: Actor;
  readonly personId: string;
}

/**
 * Who it is that the platform names: a person of the account that the workspace is connected to. In a direct message
 * without one it is the account of the incident that it is about, or the only one that knows this person.
 */
export async function whoIs(
  reader: Reader,
  speaker: Speaker,
  incidentId: string | null = null,
): Promise<Result<Known, SpeakerRefusal>> {
  if (speaker.workspace === '') return await whoWrites(reader, speaker, incidentId);
  const connection = await connectionByWorkspace(reader, speaker.platform, speaker.workspace);
  if (connection === null) return no({ code: 'workspace-unknown', platform: speaker.platform });
  const person = await personByIdentity(reader, connection.id, speaker.person);
  if (person?.status === 'disabled') return await isDisabled(reader, connection);
  if (person === null || person.status !== 'active') {
    const names = await ownersOf(reader, connection);
    const elsewhere: Platform[] = [];
    for (const platform of platforms) {
      if (platform === speaker.platform) continue;
      if ((await connectionOfAccount(reader, connection.accountId, platform)) !== null) elsewhere.push(platform);
    }
    return no({ code: 'person-unknown', platform: speaker.platform, owners: names, elsewhere });
  }
  return ok(known(connection, person));
}

async function isDisabled(reader: Reader, connection: Connection): Promise<Result<never, SpeakerRefusal>> {
  const account = await accountKey(reader, connection.accountId);
  return no({ code: 'person-disabled', account, owners: await ownersOf(reader, connection) });
}

async function ownersOf(reader: Reader, { accountId }: Connection): Promise<readonly string[]> {
  return (await owners(reader, accountId)).map((owner) => owner.name);
}

/** Without a workspace nobody has shown to belong to an account, so nobody but its people is told the names of its owners. */
async function whoWrites(
  reader: Reader,
  { platform, person: id }: Speaker,
  incidentId: string | null,
): Promise<Result<Known, SpeakerRefusal>> {
  const accountId = incidentId === null ? null : await accountOfIncident(reader, incidentId);
  const found =
    accountId === null
      ? await everywhere(reader, platform, id)
      : await connectionOfAccount(reader, accountId, platform);
  if (found === 'several') return no({ code: 'several-accounts', platform });
  const person = found === null ? null : await personByIdentity(reader, found.id, id);
  if (found !== null && person?.status === 'disabled') return await isDisabled(reader, found);
  if (found === null || person === null || person.status !== 'active')
    return no({ code: 'person-unknown', platform, owners: [], elsewhere: null });
  return ok(known(found, person));
}

async function everywhere(reader: Reader, platform: Platform, id: string): Promise<Connection | 'several' | null> {
  const knowing = await connectionsKnowing(reader, platform, id);
  // Where somebody is disabled they are not meant to act, unless nobody else knows them.
  const active = knowing.filter(({ status }) => status === 'active');
  const [first, ...others] = (active.length > 0 ? active : knowing).map((connection) => connection.id);
  if (first === undefined) return null;
  return others.length === 0 ? await connectionById(reader, first) : 'several';
}

function known(connection: Connection, { id, role }: Person): Known {
  return { connection, actor: { accountId: connection.accountId, who: { kind: 'person', id }, role }, personId: id };
}
