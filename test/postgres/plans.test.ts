import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type FreshPostgres, freshPostgres } from '../support/postgres-database.ts';
import { ask } from '../support/postgres-server.ts';
import { full } from './full.ts';

let fresh: FreshPostgres;
beforeAll(async () => {
  fresh = await freshPostgres();
  await ask(fresh.url, full);
  // As the server would by itself a minute later: without it the planner knows of no row.
  await ask(fresh.url, 'analyze');
});
afterAll(async () => {
  await fresh.remove();
});

/** A step of a plan: postgresql.org/docs/current/sql-explain.html */
interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly Plans?: readonly Step[] | undefined;
}
const step: z.ZodType<Step> = z.object({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  get Plans() {
    return z.array(step).optional();
  },
});
const answer = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: step })]) })]);

async function stepsOf(question: string): Promise<readonly Step[]> {
  const [row] = answer.parse(await ask(fresh.url, `explain (format json) ${question}`));
  return flat(row['QUERY PLAN'][0].Plan);
}

function flat(one: Step): readonly Step[] {
  return [one, ...(one.Plans ?? []).flatMap(flat)];
}

/** Tables that have few rows are read whole, and rightly: a page of an index costs as much. */
const small = ['account', 'connection', 'person', 'identity', 'policy', 'rule', 'quiet', 'closed'];

const open = "status <> 'resolved'";

/** What is asked for every alert, card and job: each must be answered by the index that was made for it, in a database of years. */
test.each([
  ['integration_key_hash', "select * from integration_key where hash = 'hash-50' and status = 'active'"],
  ['service_pkey', "select * from service where account_id = 'acc' and id = 'svc-5'"],
  ['incident_pkey', "select * from incident where account_id = 'acc' and id = 'inc-500' for no key update"],
  ['incident_number', "select * from incident where account_id = 'acc' and number = 500"],
  [
    'incident_open_key',
    `select * from incident where service_id = 'svc-997' and key = 'key-7997' and ${open} for no key update`,
  ],
  [
    // By the service; where one of them has most of what is open, by its number: either reads open ones alone.
    'incident_open_key',
    `select * from incident where account_id = 'acc' and service_id = 'svc-997' and number > 3 and ${open} order by number limit 100 for no key update`,
  ],
  ['incident_open_key', `select i.id from incident i where i.service_id = 'svc-997' and i.${open}`],
  ['alert_incident_key', "select * from alert where incident_id = 'inc-500' and key = 'a-500'"],
  [
    'alert_incident_key',
    "select status, count(*) from alert where account_id = 'acc' and incident_id = 'inc-500' group by status",
  ],
  [
    'alert_incident_key',
    "select * from alert where service_id = 'svc-7' and key = 'refused-7' and incident_id is null",
  ],
  ['assignment_current', "select person_id from assignment where incident_id = 'inc-7995' and until is null"],
  [
    'event_place',
    "select * from event where account_id = 'acc' and incident_id = 'inc-500' and place > 1 order by place limit 20",
  ],
  [
    'event_service',
    "select * from event where service_id = 'svc-7' and incident_id is null and name = 'service.refused_alert' order by at desc limit 1",
  ],
  ['page_step', "select * from page where incident_id = 'inc-500' and person_id = 'per' and step > 1"],
  ['delivery_page', "select * from page p left join delivery d on d.page_id = p.id where p.incident_id = 'inc-500'"],
  ['delivery_waiting', "select * from delivery where status = 'waiting' order by id limit 1"],
  ['mirror_incident', "select * from mirror where incident_id = 'inc-500'"],
  [
    'mirror_behind',
    "select * from mirror where connection_id = 'con' and channel = 'C7' and status in ('wanted', 'behind') and status = 'behind' order by id limit 1",
  ],
  [
    'mirror_thread',
    "select * from mirror where connection_id = 'con' and channel = 'C7' and event_shown < event_wanted and status not in ('wanted', 'closed', 'deleted') order by id limit 1",
  ],
  [
    'mirror_closed',
    "update mirror set status = 'behind' where connection_id = 'con' and channel = 'C7' and status = 'closed'",
  ],
  ['mirror_message', "select * from mirror where connection_id = 'con' and channel = 'C7' and message = 'm500'"],
  ['mirror_page', "select * from mirror where page_id = 'pag-500' and connection_id = 'con'"],
  [
    'line_wanted',
    "select * from line where connection_id = 'con' and channel = 'C7' and status = 'wanted' order by id limit 20",
  ],
  [
    'job_due',
    "select id from job where kind = 'page.deliver' and due_at <= 50 and locked_until is null order by due_at limit 8",
  ],
  [
    'job_due',
    "select due_at from job where kind = 'page.deliver' and due_at is not null and locked_until is null and (not exists (select 1 from job begun where begun.kind = job.kind and begun.key = job.key and begun.locked_until is not null) or locked_until <= 0) order by due_at limit 1",
  ],
  ['incident_open', `select count(*) from incident where account_id = 'acc' and ${open} and status = 'triggered'`],
  [
    'mirror_channel',
    `select m.* from incident i join mirror m on m.incident_id = i.id where i.service_id = 'svc-997' and i.${open} and m.page_id is null and not m.stray`,
  ],
  ['event_place', "select max(place) from event where incident_id = 'inc-500'"],
  // Both hold what was begun and nothing else; which of them is read, PostgreSQL decides by what it has sampled.
  ['job_locked or job_begun', 'select kind, due_at, locked_until from job where locked_until >= 0'],
  ['job_locked or job_begun', 'select distinct locked_by from job where locked_until > 0'],
])('%s answers: %s', async (index, question) => {
  const steps = await stepsOf(question);
  const whole = steps.filter(({ 'Node Type': how }) => how === 'Seq Scan').map((one) => one['Relation Name'] ?? '');
  expect(whole.filter((table) => !small.includes(table))).toEqual([]);
  const read = steps.flatMap((one) => one['Index Name'] ?? []);
  expect(
    index.split(' or ').filter((name) => read.includes(name)),
    read.join(),
  ).toHaveLength(1);
});
