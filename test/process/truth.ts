import type Database from 'better-sqlite3';
import { expect, vi } from 'vitest';
import { type Action, sendAlert } from './server.ts';

/** What a card shows of an incident's status. */
export const lamps: Readonly<Record<string, string>> = { triggered: '🔴', acknowledged: '🟠', resolved: '🟢' };

/** As a monitoring tool does: again and again, until somebody has taken it. */
export async function untilAccepted(address: string, key: string, action: Action = 'trigger'): Promise<void> {
  await vi.waitFor(async () => expect(await sendAlert(address, key, action)).toBe(202), {
    timeout: 60_000,
    interval: 20,
  });
}

/** What is still to be done, apart from what is due much later. */
export function unsettled(database: Database.Database): unknown[] {
  return database
    .prepare(
      `select kind || ' ' || key from job where due_at < ?
       union all select 'delivery ' || id from delivery where status = 'waiting'
       union all select 'mirror ' || mirror.id || ' ' || mirror.status from mirror join incident on incident.id = incident_id
         where mirror.status <> 'shown' or version_shown < version
       union all select 'line ' || id from line where status <> 'shown'`,
    )
    .all(Date.now() + 60_000);
}
