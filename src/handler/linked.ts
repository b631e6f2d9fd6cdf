import { z } from 'zod';
import { platformNames } from '../account/platform.ts';
import { connectionById } from '../account/store.ts';
import { noticeKind } from '../chat/kinds.ts';
import { askable } from '../chat/words.ts';
import type { Handler } from '../hook/handler.ts';
import type { NewJob } from '../job/job.ts';
import { identitiesOf, owners, peopleByIds } from '../person/store.ts';

/**
 * Whoever is known on one more platform hears of it where they were known before, because a code in wrong hands makes
 * somebody else of them; and so does the owner who made the code.
 */
export function linkedHandler(): Handler<Record<string, never>, 'person.linked'> {
  return {
    name: 'linked',
    supports: ['person.linked'],
    config: z.strictObject({}),
    handle: async (tx, { id, accountId, at, data }) => {
      const connection = await connectionById(tx, data.connectionId);
      const [person] = await peopleByIds(tx, accountId, [data.personId]);
      if (connection === null || person === undefined) return {};
      const where = platformNames[connection.platform];
      const names = (await owners(tx, accountId)).map((owner) => owner.name);
      const told = new Map([
        [person.id, `🔗 You are known in ${where} too now. If that was not you, tell ${askable(names)} at once.`],
      ]);
      const { madeBy } = data;
      if (madeBy !== null && madeBy !== person.id) {
        told.set(madeBy, `🔗 ${person.name} is known in ${where} now, by your code.`);
      }
      const jobs: NewJob[] = [];
      for (const [personId, text] of told) {
        for (const { connectionId, externalId } of await identitiesOf(tx, personId)) {
          if (personId === person.id && connectionId === connection.id) continue;
          const payload = { accountId, connectionId, person: externalId, text };
          jobs.push({ kind: noticeKind.name, key: `linked:${id}:${externalId}`, due: at, payload });
        }
      }
      return { jobs };
    },
  };
}
