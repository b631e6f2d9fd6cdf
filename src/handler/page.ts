import { z } from 'zod';
import type { Publish } from '../event/event.ts';
import type { Handler } from '../hook/handler.ts';
import { recordBeside } from '../incident/beside.ts';
import type { NewId } from '../lib/ids.ts';
import { askPages } from '../paging/ask.ts';

/** A step was taken: its people are paged, through every contact they have. Somebody without any is said at once. */
export function pageHandler(deps: {
  newId: NewId;
  publish: Publish;
}): Handler<Record<string, never>, 'incident.escalated'> {
  return {
    name: 'page',
    supports: ['incident.escalated'],
    config: z.strictObject({}),
    handle: async (tx, event) => {
      const { jobs, unreachable } = await askPages(tx, deps.newId, event);
      const { accountId, incidentId, at } = event;
      for (const personId of incidentId === null ? [] : unreachable) {
        const data = { personId, contact: null, step: event.data.step, reason: 'no contact' };
        const fact = { name: 'page.failed', data } as const;
        await recordBeside(tx, deps, { accountId, incidentId: incidentId ?? '', fact, at });
      }
      return { jobs };
    },
  };
}
