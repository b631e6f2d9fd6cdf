import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type ChatsAround, openChatsAround, type Platform, platforms } from '../process/chats-around.ts';
import { endAll, errorsOf, readiness, type Server, sendAlert, startServer } from '../process/server.ts';
import { lamps } from '../process/truth.ts';
import { type FreshPostgres, freshPostgres } from '../support/postgres-database.ts';
import { ask } from '../support/postgres-server.ts';

/** A condition is waited for, however slow the machine is. */
const inTime = { timeout: 40_000, interval: 50 };
/** As long as three looks for servers that are gone, and shorter than a call may take: 10 s. */
const held = 8000;

let fresh: FreshPostgres;
let chats: ChatsAround;
beforeAll(async () => {
  fresh = await freshPostgres();
  chats = await openChatsAround(fresh.url);
});
afterAll(async () => {
  await chats?.close();
  await fresh?.remove();
});

let servers: Server[];
let alerts = 0;
beforeEach(() => {
  servers = [];
});
afterEach(async () => {
  chats.mend();
  await endAll();
});

async function started(): Promise<Server> {
  const server = await startServer({ ...chats.settings, PORT: '0' });
  servers.push(server);
  await expect.poll(() => readiness(server.address), inTime).toEqual([]);
  return server;
}

/** The name under which it holds jobs. */
const nameOf = (server: Server): unknown => server.logged().find(({ msg }) => msg === 'ready to take alerts')?.server;

/** A new incident; its number. */
async function alert(server: Server): Promise<number> {
  alerts += 1;
  expect(await sendAlert(server.address, `key-${alerts}`)).toBe(202);
  return alerts;
}

const rows = z.array(
  z.object({ kind: z.string(), platform: z.enum(platforms), by: z.string(), until: z.coerce.number() }),
);
/** What is begun and not ended: who holds it, and until when. */
const begun = async () =>
  rows.parse(
    await ask(
      fresh.url,
      `select kind, locked_by as by, locked_until as until,
         case when payload->>'channel' = 'C0OPS' or contact = 'slack' then 'slack' else 'discord' end as platform
       from job left join delivery on delivery.id = payload->>'deliveryId' where locked_until > 0`,
    ),
  );

/** What is still to be done or to be shown, apart from what is due much later. */
const unsettled = () =>
  ask(
    fresh.url,
    `select kind || ' ' || key as what from job where due_at < $1
     union all select 'delivery ' || id from delivery where status = 'waiting'
     union all select 'mirror ' || mirror.id from mirror join incident on incident.id = incident_id
       where mirror.status <> 'shown' or version_shown < version`,
    [Date.now() + 60_000],
  );
const settled = () => expect.poll(unsettled, inTime).toEqual([]);

/** What is kept true says so on both platforms; how many stand in each beside. */
async function expectTruth(
  number: number,
  most: (platform: Platform) => { cards: number; pages: number },
): Promise<void> {
  const known = await ask(
    fresh.url,
    `select message from mirror join incident on incident.id = incident_id where number = $1 and not stray`,
    [number],
  );
  for (const platform of platforms) {
    const [cards, pages] = [chats.cards(platform, number), chats.pages(platform, number)];
    expect({ cards: cards.length, pages: pages.length }, platform).toEqual(most(platform));
    const kept = [...cards, ...pages].filter(({ id }) => known.some(({ message }) => message === id));
    expect(kept).toHaveLength(2);
    for (const { text } of kept) {
      expect(text).toContain(`${lamps.triggered} #${number}`);
      expect(text).toMatch(/Ada Lovelace paged \d\d:\d\d by Slack DM ✓, by Discord DM ✓/);
    }
  }
}
const once = () => ({ cards: 1, pages: 1 });

/** An alert whose cards, or whose pages, stand there, while whoever posted them waits to hear it. */
async function posting(what: 'card' | 'page', server: Server): Promise<number> {
  // The first one opens the conversations.
  const first = await alert(server);
  await settled();
  await expectTruth(first, once);
  for (const platform of platforms) chats.holdPosts(platform, what === 'card' ? 'ops' : 'ada', held);
  const number = await alert(server);
  for (const platform of platforms) {
    await expect.poll(() => chats.cards(platform, number).length, inTime).toBe(1);
    await expect.poll(() => chats.pages(platform, number).length, inTime).toBe(1);
  }
  const kind = what === 'card' ? 'chat.flush' : 'page.deliver';
  await expect.poll(async () => (await begun()).map((row) => row.kind), inTime).toEqual([kind, kind]);
  return number;
}

const cases = (['card', 'page'] as const).flatMap((what) =>
  (['another server is alive', 'it is started again'] as const).map((then) => [what, then] as const),
);

test.each(cases)(
  'a server is killed while it posts a %s, and %s → both platforms tell the truth within seconds',
  async (what, then) => {
    const one = await started();
    const others = then === 'another server is alive' ? [await started()] : [];
    const number = await posting(what, one);
    const before = await begun();
    // Either may have it in either platform: the one that posts to Slack is killed.
    const name = before.find(({ platform }) => platform === 'slack')?.by;
    const victim = [one, ...others].find((server) => nameOf(server) === name);
    if (victim === undefined) throw new Error(`nobody is called ${name}`);
    expect(errorsOf(victim)).toEqual([]);
    victim.signal('SIGKILL');
    await victim.ended;
    chats.mend();
    if (then === 'it is started again') await started();
    await settled();
    expect(Date.now()).toBeLessThan(Math.min(...before.map(({ until }) => until)));

    // Slack takes no key that would tell a repeated call from a new one.
    const most = (platform: Platform, kind: 'card' | 'page'): number => (platform === 'slack' && kind === what ? 2 : 1);
    await expectTruth(number, (platform) => ({ cards: most(platform, 'card'), pages: most(platform, 'page') }));
    for (const server of servers) expect(errorsOf(server)).toEqual([]);
  },
);

test('two living servers lose the connections on which they listen while they post → nothing is posted twice', async () => {
  const [one, two] = [await started(), await started()];
  const number = await posting('card', one);
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'listen%'`;
  expect(await ask(fresh.url, cut)).toHaveLength(2);
  chats.mend();
  await settled();
  await expectTruth(number, once);
  const said = [one, two].flatMap((server) => server.logged()).map(({ msg }) => msg);
  expect(said).not.toContain('what a server had begun that is gone runs again');
  expect(said).not.toContain('a job was ended by somebody who had lost it');
  for (const server of [one, two]) expect(errorsOf(server)).toEqual([]);
});
