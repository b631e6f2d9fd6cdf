import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { markShown } from '../../src/chat/store.ts';
import { attempt } from '../../src/db/attempt.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import type { Store } from '../../src/db/store.ts';
import { newId } from '../../src/lib/ids.ts';
import { applyTeamFile } from '../../src/team-file/apply.ts';
import { readTeamFile } from '../../src/team-file/read.ts';
import { fakeChat } from '../support/fake-chat.ts';
import { type StrictLog, strictLog } from '../support/log.ts';
import { type FreshPostgres, freshPostgres } from '../support/postgres-database.ts';
import { ask } from '../support/postgres-server.ts';
import { applyText, countedKeys, operator } from '../support/team.ts';
import { start, team, webKey } from '../support/world.ts';
import { heldBack, waitingForLocks } from './waiting.ts';

/** Two processes on one database: what one of them does while the other is in the middle of it. */
let fresh: FreshPostgres;
let log: StrictLog;
let stores: [Store, Store];
beforeEach(async () => {
  fresh = await freshPostgres();
  log = strictLog();
  stores = [openPostgres(fresh.url, log), openPostgres(fresh.url, log)];
  await applyText(stores[0], team, start);
});
afterEach(async () => {
  for (const store of stores) await store.close();
  await fresh.remove();
  log.expectQuiet();
});

function appOn(store: Store): App {
  const newReference = () => 'ref';
  const ports = [fakeChat()];
  return createApp({
    store,
    clock: () => start,
    newId,
    log,
    owner: newId('job'),
    ports,
    count: () => {},
    newReference,
    installation: { version: '1.2.3', database: 'postgres', since: start },
  });
}

async function alert(app: App, key = 'cpu', action: 'trigger' | 'resolve' = 'trigger'): Promise<string> {
  const named = { key, alertKey: key };
  const told = {
    summary: `Something about ${key}`,
    severity: 'critical',
    source: null,
    links: [],
    details: {},
  } as const;
  const signal = action === 'trigger' ? { action, ...named, ...told } : { action, ...named };
  const result = await app.intake.receive(webKey, [signal]);
  return result.ok ? result.value.map(({ kind }) => kind).join() : result.refusal.code;
}

const speaker = { platform: 'slack', workspace: 'T0ACME', person: 'U0ADA' } as const;
const say = (app: App, text: string) => app.chat.command({ speaker, name: 'incident', text, channel: 'C0OPS' });
const incidents = () =>
  ask(fresh.url, 'select number, key, status, alert_count::int as alerts from incident order by number');

test('the same new alert comes to both at once → one incident with two alerts, and no number is left out', async () => {
  const held = heldBack(stores[0]);
  const first = alert(appOn(held.store));
  await held.done;
  const second = alert(appOn(stores[1]));
  await waitingForLocks(fresh.url, 1);
  held.letGo();
  expect(await Promise.all([first, second])).toEqual(['opened', 'repeated']);
  expect(await alert(appOn(stores[1]), 'disk')).toBe('opened');
  expect(await incidents()).toEqual([
    { number: 1, key: 'cpu', status: 'triggered', alerts: 2 },
    { number: 2, key: 'disk', status: 'triggered', alerts: 1 },
  ]);
});

test('forty alerts of ten keys come to both at once → ten incidents, numbered from 1 to 10, each paged once', async () => {
  const apps = stores.map(appOn);
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) => alert(apps[i % 2] ?? appOn(stores[0]), `key-${Math.floor(i / 4)}`)),
  );
  expect(answers.filter((kind) => kind === 'opened')).toHaveLength(10);
  expect(answers.filter((kind) => kind === 'repeated')).toHaveLength(30);
  const rows = await incidents();
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 10 }, (_, i) => i + 1));
  expect(rows.map(({ alerts }) => alerts)).toEqual(Array(10).fill(4));
  expect(await ask(fresh.url, 'select count(*)::int as pages from delivery')).toEqual([{ pages: 10 }]);
  // Every event has its own place in its incident, without a gap.
  const gaps = 'select incident_id from event group by incident_id having count(*) <> max(place)';
  expect(await ask(fresh.url, gaps)).toEqual([]);
});

test('two people acknowledge at once → one has it, and the other hears who', async () => {
  await alert(appOn(stores[0]));
  const held = heldBack(stores[0]);
  const first = say(appOn(held.store), 'ack 1');
  await held.done;
  const bo = { ...speaker, person: 'U0BO' };
  const second = appOn(stores[1]).chat.command({ speaker: bo, name: 'incident', text: 'ack 1', channel: 'C0OPS' });
  await waitingForLocks(fresh.url, 1);
  held.letGo();
  await first;
  expect(JSON.stringify(await second)).toContain('Ada');
  expect(await ask(fresh.url, "select name from event where name = 'incident.acknowledged'")).toHaveLength(1);
});

test('an incident is reopened while its alert comes again → it is open once', async () => {
  await alert(appOn(stores[0]));
  await say(appOn(stores[0]), 'resolve 1');
  const [row] = await ask(fresh.url, 'select id from incident');
  const held = heldBack(stores[0]);
  const token = `rv1:reopen:${String(row?.id)}`;
  const reopened = appOn(held.store).chat.press({ speaker, channel: 'C0OPS', token, message: 'm1' });
  await held.done;
  const again = alert(appOn(stores[1]));
  await waitingForLocks(fresh.url, 1);
  held.letGo();
  expect([await reopened, await again]).toEqual([null, 'repeated']);
  expect(await incidents()).toEqual([{ number: 1, key: 'cpu', status: 'triggered', alerts: 2 }]);
});

test('a card is shown while somebody answers → it is behind, and is not taken for true', async () => {
  await alert(appOn(stores[0]));
  const [mirror] = await stores[0].read.db.select().from(stores[0].read.t.mirror);
  const [incident] = await stores[0].read.db.select().from(stores[0].read.t.incident);
  if (mirror === undefined || incident === undefined) throw new Error('no card is wanted');
  const held = heldBack(stores[0]);
  const answered = say(appOn(held.store), 'ack 1');
  await held.done;
  const shown = { message: 'm1', version: incident.version, posted: true };
  const marked = stores[1].transaction((tx) => markShown(tx, mirror, shown));
  await waitingForLocks(fresh.url, 1);
  held.letGo();
  await Promise.all([answered, marked]);
  expect(await ask(fresh.url, 'select status, message from mirror')).toEqual([{ status: 'behind', message: 'm1' }]);
});

test('two team files are applied to one account at once → one after the other, never a mixture', async () => {
  const apply = (store: Store, text: string) => {
    const read = readTeamFile(text, {});
    if (!read.ok) throw new Error('the team file is wrong');
    return attempt(store, (tx) => applyTeamFile(tx, countedKeys(), operator, read.value.file, start + 1));
  };
  const named = (name: string) =>
    team.replace('name: Ada,', `name: ${name},`).replace('name: Web shop', `name: ${name}`);
  const held = heldBack(stores[0]);
  const first = apply(held.store, named('Cy'));
  await held.done;
  // Says what is there already: without waiting it would find nothing to change.
  const second = apply(stores[1], team);
  await waitingForLocks(fresh.url, 1);
  held.letGo();
  expect([(await first).ok, (await second).ok]).toEqual([true, true]);
  const text = "select (select name from person where key = 'ada') as person, (select name from service) as service";
  expect(await ask(fresh.url, text)).toEqual([{ person: 'Ada', service: 'Web shop' }]);
});

test('a new account is applied by both at once → it is made once', async () => {
  const text = 'account: second\npeople:\n  cy: { name: Cy, zone: Europe/London }\n';
  const changes = await Promise.all(stores.map((store) => applyText(store, text, start)));
  expect(changes.map((applied) => applied.changes.length).toSorted()).toEqual([0, 2]);
});

test('a service is given a timeout while somebody acknowledges → what they acknowledged has it', async () => {
  await alert(appOn(stores[0]));
  const held = heldBack(stores[0]);
  const acknowledged = say(appOn(held.store), 'ack 1');
  await held.done;
  await applyText(stores[1], team.replace('policy: default', 'policy: default\n    acknowledge_timeout: 30m'), start);
  const { jobs } = appOn(stores[1]);
  const [changed] = await jobs.claim('timeouts.changed', 1);
  if (changed === undefined) throw new Error('nothing is to be done about the timeout');
  const run = jobs.run(changed);
  await waitingForLocks(fresh.url, 1);
  held.letGo();
  await Promise.all([acknowledged, run]);
  expect(await ask(fresh.url, "select due_at::float8 as due from job where kind = 'acknowledgement.due'")).toEqual([
    { due: start + 30 * 60_000 },
  ]);
});

/** When the quiet of each open incident is over. */
const quietTimers = () => ask(fresh.url, "select due_at::float8 as due from job where kind = 'quiet.over'");
const withAutoResolve = team.replace('policy: default', 'policy: default\n    auto_resolve: 30m');

async function armOpenIncidents(app: App): Promise<void> {
  const [changed] = await app.jobs.claim('timeouts.changed', 1);
  if (changed === undefined) throw new Error('nothing is to be done about the timeout');
  await app.jobs.run(changed);
}

test('a service is given a timeout while an alert opens an incident → it has its timer', async () => {
  const apply = heldBack(stores[0]);
  const applied = applyText(apply.store, withAutoResolve, start);
  await apply.done;
  const open = heldBack(stores[1]);
  const opened = alert(appOn(open.store));
  await waitingForLocks(fresh.url, 1);
  apply.letGo();
  await applied;
  await open.done;
  // Whoever arms what is open does not see this one yet.
  await armOpenIncidents(appOn(stores[0]));
  open.letGo();
  expect(await opened).toBe('opened');
  expect(await quietTimers()).toEqual([{ due: start + 30 * 60_000 }]);
});

test('a service is given a timeout while an incident is reopened → it has its timer', async () => {
  await alert(appOn(stores[0]));
  await say(appOn(stores[0]), 'resolve 1');
  const [row] = await ask(fresh.url, 'select id from incident');
  const held = heldBack(stores[0]);
  const token = `rv1:reopen:${String(row?.id)}`;
  const reopened = appOn(held.store).chat.press({ speaker, channel: 'C0OPS', token, message: 'm1' });
  await held.done;
  const applied = applyText(stores[1], withAutoResolve, start);
  await waitingForLocks(fresh.url, 1);
  held.letGo();
  await Promise.all([reopened, applied]);
  await armOpenIncidents(appOn(stores[1]));
  expect(await quietTimers()).toEqual([{ due: start + 30 * 60_000 }]);
});
