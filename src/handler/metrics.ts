import { z } from 'zod';
import { type EventName, eventNames } from '../event/names.ts';
import type { Handler } from '../hook/handler.ts';

/** Counts every event by its name. `count` is what the HTTP adapter exposes. */
export function metricsHandler(count: (event: EventName) => void): Handler<Record<string, never>> {
  return {
    name: 'metrics',
    supports: eventNames,
    config: z.strictObject({}),
    handle: async (_tx, event) => ({ now: () => count(event.name) }),
  };
}
