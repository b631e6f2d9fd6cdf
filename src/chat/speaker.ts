import type { Connection } from '../account/account.ts';
import type { Actor } from '../account/actor.ts';
import { connectionByWorkspace } from '../account/store.ts';
import type { Reader } from '../db/store.ts';
import { no, ok, type Result } from '../lib/result.ts';
import { owners, personByIdentity } from '../person/store.ts';
import type { Speaker } from './port.ts';

export type SpeakerRefusal =
  | { readonly code: 'workspace-unknown' }
  /** `owners` are the names of those who can add this person. */
  | { readonly code: 'person-unknown'; readonly owners: readonly string[] };

export interface Known {
  readonly connection: Connection;
  readonly actor: Actor;
  readonly personId: string;
}

/** Who it is that the platform names: a person of the account that the workspace is connected to. */
export async function whoIs(reader: Reader, speaker: Speaker): Promise<Result<Known, SpeakerRefusal>> {
  const connection = await connectionByWorkspace(reader, speaker.platform, speaker.workspace);
  if (connection === null) return no({ code: 'workspace-unknown' });
  const person = await personByIdentity(reader, connection.id, speaker.person);
  if (person === null || person.status !== 'active') {
    const names = (await owners(reader, connection.accountId)).map((owner) => owner.name);
    return no({ code: 'person-unknown', owners: names });
  }
  const actor: Actor = { accountId: connection.accountId, who: { kind: 'person', id: person.id }, role: person.role };
  return ok({ connection, actor, personId: person.id });
}
