import { expect, test } from 'vitest';
import { hours, minutes } from '../../src/lib/clock.ts';
import { makeWorld, start, team, type World } from '../support/world.ts';

/** The service's acknowledgements end after `timeout`; every story ends with a quiet log. */
async function told(timeout: string, story: (world: World) => Promise<void>): Promise<void> {
  const world = await makeWorld({ team: within(timeout)(team) });
  await story(world);
  await world.close();
}

const within = (timeout: string) => (text: string) =>
  text.replace('    policy: default\n', `    policy: default\n    acknowledge_timeout: ${timeout}\n`);
const pagesTo = (world: World, channel: string) => world.messages(channel).length;

test('Ada acknowledges and falls asleep → after 30 min she is paged again, then Bo', () =>
  told('30m', async (world) => {
    await world.alert();
    await world.advance(minutes(2));
    await world.press('U0ADA', 'D0ADA', 'Acknowledge');
    for (const channel of ['C0OPS', 'D0ADA']) {
      expect(world.card(channel)).toContain(
        'Ada has it since 02:16 (after 2 min) · triggered again at 02:46 if nothing is heard',
      );
    }
    await world.advance(minutes(30) - 1);
    expect(world.card()).toContain('🟠 #1');
    await world.advance(1);
    expect(world.card()).toContain('🔴 #1');
    expect(world.card()).toContain('Ada paged 02:46 by DM ✓ · next: Bo at 02:51');
    expect(world.card()).toContain('[Acknowledge] [Resolve] [Escalate]');
    expect(world.card('D0ADA')).toContain('You are paged for Web shop (rule 1 of default)\n🔴 #1');
    expect(pagesTo(world, 'D0ADA')).toBe(2);
    expect(world.thread().slice(-3)).toEqual([
      '02:46 ⏰ Nothing was heard for 30 min: triggered again',
      '02:46 📟 Paging @U0ADA',
      '02:46 ✓ Ada was paged by DM',
    ]);
    await world.advance(minutes(5));
    expect(world.card()).toContain('Bo paged 02:51 by DM ✓');
  }));

test.each<[string, (world: World) => Promise<unknown>]>([
  ['Bo writes a note', (world) => world.say('U0BO', '/incident note 1 looking')],
  ['another alert joins', (world) => world.alert({ alertKey: 'cpu-2', summary: 'CPU on web-4 above 95 %' })],
])('%s → the time counts from then, and the card says so', (_, heard) =>
  told('30m', async (world) => {
    await world.alert();
    await world.press('U0ADA', 'C0OPS', 'Acknowledge');
    await world.advance(minutes(20));
    await heard(world);
    expect(world.card()).toContain('triggered again at 03:04 if nothing is heard');
    await world.advance(minutes(29));
    expect(world.card()).toContain('🟠 #1');
    await world.advance(minutes(1));
    expect(world.card()).toContain('Ada paged 03:04 by DM ✓');
  }),
);

test('the same alert again is nothing that somebody did: the time goes on, and no job is written for it', () =>
  told('30m', async (world) => {
    await world.alert();
    await world.press('U0ADA', 'C0OPS', 'Acknowledge');
    await world.advance(minutes(20));
    const { read } = world.store;
    const timers = async () => (await read.db.select().from(read.t.job)).filter((job) => job.kind !== 'card.redraw');
    const before = await timers();
    expect(await world.alert()).toBe('repeated');
    expect(await timers()).toEqual(before);
    expect(world.card()).toContain('triggered again at 02:44 if nothing is heard');
    await world.advance(minutes(10));
    expect(world.card()).toContain('Ada paged 02:44 by DM ✓');
  }));

test('acknowledged by the monitoring tool → it ends in the same way', () =>
  told('30m', async (world) => {
    await world.alert();
    await world.tool('acknowledge');
    expect(world.card()).toContain('Acknowledged by alertmanager at 02:14');
    expect(world.card()).toContain('triggered again at 02:44 if nothing is heard');
    await world.advance(minutes(30));
    expect(world.card()).toContain('Ada paged 02:44 by DM ✓');
  }));

test('resolved, or given back, in between → nothing comes of the old time', () =>
  told('30m', async (world) => {
    await world.alert();
    await world.press('U0ADA', 'C0OPS', 'Acknowledge');
    await world.press('U0ADA', 'C0OPS', 'Give back');
    await world.advance(minutes(1));
    await world.press('U0BO', 'C0OPS', 'Acknowledge');
    await world.advance(minutes(29));
    expect(world.card()).toContain('Bo has it since 02:15 (after 1 min) · triggered again at 02:45');
    await world.press('U0BO', 'C0OPS', 'Resolve');
    await world.advance(hours(5));
    expect(world.card()).toContain('🟢 #1');
    expect(pagesTo(world, 'D0ADA')).toBe(1);
  }));

test('the last rule is paged once more, and only then nobody is left', async () => {
  const world = await makeWorld({
    team: within('30m')(team).replace('loops: 2', 'loops: 0').replace('      - { page: [person/bo], wait: 10m }\n', ''),
  });
  await world.alert();
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  await world.advance(minutes(30));
  expect(world.card()).toContain('Ada paged 02:44 by DM ✓ · nobody is next: this was the last to be paged');
  await world.advance(minutes(5));
  expect(world.card()).toContain(
    'Everyone was paged 2 times and nobody answers any more. Press Escalate to start over.',
  );
  await world.close();
});

test('a timeout that is set later reaches what was acknowledged before, and the card says so at once', async () => {
  const world = await makeWorld();
  await world.alert();
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  expect(world.card()).not.toContain('triggered again');
  await world.advance(minutes(10));
  await world.apply(within('30m'));
  await world.settle();
  expect(world.card()).toContain('triggered again at 02:44 if nothing is heard');
  await world.advance(minutes(20));
  expect(world.card()).toContain('Ada paged 02:44 by DM ✓');
  await world.close();
});

test('a timeout that is changed holds for what is open: shorter, longer, and none', () =>
  told('30m', async (world) => {
    const change = async (from: string, to: string) => {
      await world.apply((text) => text.replace(from, to));
      await world.settle();
    };
    await world.alert();
    await world.press('U0ADA', 'C0OPS', 'Acknowledge');
    await change('acknowledge_timeout: 30m', 'acknowledge_timeout: 1h');
    expect(world.card()).toContain('triggered again at 03:14');
    await world.advance(minutes(30));
    expect(world.card()).toContain('🟠 #1');
    await change('acknowledge_timeout: 1h', 'acknowledge_timeout: 40m');
    expect(world.card()).toContain('triggered again at 02:54');
    await world.advance(minutes(10));
    expect(world.card()).toContain('Ada paged 02:54 by DM ✓');
    await world.press('U0ADA', 'C0OPS', 'Acknowledge');
    await change('    acknowledge_timeout: 40m\n', '');
    expect(world.card()).not.toContain('triggered again');
    await world.advance(hours(48));
    expect(world.card()).toContain('🟠 #1');
  }));

test('a timeout reaches every open incident of its service, however many there are', async () => {
  const world = await makeWorld();
  await world.alert();
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  const { read } = world.store;
  const [one] = await read.db.select().from(read.t.incident);
  if (one === undefined) throw new Error('there is no incident');
  const many = Array.from({ length: 249 }, (_, n) => ({ ...one, id: `inc_${n}`, key: `k${n}`, number: n + 2 }));
  await world.store.transaction(async (tx) => {
    await tx.db.insert(tx.t.incident).values(many);
  });
  await world.apply(within('30m'));
  await world.settle();
  const jobs = await read.db.select().from(read.t.job);
  const timers = jobs.filter(({ kind, dueAt }) => kind === 'acknowledgement.due' && dueAt === start + minutes(30));
  expect(timers).toHaveLength(250);
  await world.close();
});
