import { z } from 'zod';
import { eventNames } from '../event/names.ts';
import type { Handler } from '../hook/handler.ts';
import type { Log } from '../lib/log.ts';

/** One line in the log for every event. Texts of alerts are not logged: they may hold what the log must not. */
export function logHandler(log: Log): Handler<Record<string, never>> {
  return {
    name: 'log',
    supports: eventNames,
    config: z.strictObject({}),
    handle: async (_tx, event) => {
      const { name, id, accountId, incidentId, place, actor } = event;
      return { now: () => log.info({ event: id, accountId, incidentId, place, actor: actor.kind }, name) };
    },
  };
}
