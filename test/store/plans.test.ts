import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { freshSqlite } from '../support/database.ts';

let database: ReturnType<typeof freshSqlite>;
let connection: Database.Database;
beforeAll(() => {
  database = freshSqlite();
  connection = new Database(database.file, { readonly: true });
});
afterAll(async () => {
  connection.close();
  await database.close();
});

const plan = z.array(z.object({ detail: z.string() }));

/** Questions that are asked for every alert or card: each must be answered by the index that was made for it. */
test.each([
  [
    'mirror_behind',
    "select * from mirror where connection_id = ? and channel = ? and status in ('wanted', 'behind') and status = ? order by id",
  ],
  ['mirror_closed', "select * from mirror where connection_id = ? and channel = ? and status = 'closed'"],
  [
    'mirror_thread',
    "select * from mirror where connection_id = ? and channel = ? and event_shown < event_wanted and status not in ('wanted', 'closed', 'deleted') order by id",
  ],
  ['event_place', 'select * from event where account_id = ? and incident_id = ? and place > 3 order by place'],
  ['alert_incident_key', 'select * from alert where service_id = ? and key = ? and incident_id is null'],
  ['event_service', 'select * from event where service_id = ? and incident_id is null and name = ? order by at desc'],
  ['mirror_message', 'select * from mirror where connection_id = ? and channel = ? and message = ?'],
  ['line_wanted', "select * from line where connection_id = ? and channel = ? and status = 'wanted'"],
  ['incident_open_key', "select * from incident where service_id = ? and key = ? and status <> 'resolved'"],
  [
    'incident_open',
    "select * from incident where account_id = ? and service_id = ? and number > ? and status <> 'resolved' order by number",
  ],
  ['integration_key_hash', 'select * from integration_key where hash = ?'],
  ['alert_incident_key', 'select * from alert where incident_id = ? and key = ?'],
  ['incident_open_key', "select i.id from incident i where i.service_id = ? and i.status <> 'resolved'"],
  ['mirror_incident', 'select * from mirror where incident_id = ?'],
  ['alert_incident_key', 'select status, count(*) from alert where account_id = ? and incident_id = ? group by status'],
  ['delivery_page', 'select * from delivery where page_id = ?'],
  ['page_step', 'select * from page where incident_id = ?'],
  ['delivery_waiting', "select * from delivery where status = 'waiting' order by id limit 1"],
])('%s', (index, question) => {
  const values = question
    .split('?')
    .slice(1)
    .map(() => 'x');
  const steps = plan.parse(connection.prepare(`explain query plan ${question}`).all(...values));
  const said = steps.map((step) => step.detail).join('\n');
  expect(said).toContain(index);
  // The next one is the first of its index, however many wait behind it.
  if (index === 'mirror_behind' || index === 'mirror_thread') expect(said).not.toContain('TEMP B-TREE');
});
