import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { newId } from '../../src/lib/ids.ts';
import { makeWorld, team, type World, webKey } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  await world.close();
});

test('when all is calm, an owner sees everything and a responder what concerns them', async () => {
  await world.advance(minutes(90));
  const short = [
    'Reveille 1.2.3, up since 02:14 (1 h 30 min)',
    ...world.onEach(({ called }) => `${called} is connected.`),
    'No incident is open.',
  ];
  expect(await world.say('U0BO', '/reveille status')).toBe(short.join('\n'));
  expect(await world.say('U0ADA', '/reveille status')).toBe(
    [...short, 'Database: /data/reveille.db', 'No page waits.', 'No job was given up.'].join('\n'),
  );
  expect(world.messages()).toEqual([]);
});

test('a stranger is told nothing', async () => {
  expect(await world.say('U0CY', '/reveille status')).toContain("I don't know you yet. Ask Ada (owner) to add you.");
});

test('what is open, and which page waits since when', async () => {
  const back = world.answers((what) => (what === 'open-dm' ? { kind: 'broken', reason: 'no answer' } : undefined));
  await world.alert();
  await world.alert({ key: 'disk', summary: 'Disk full' });
  expect(await world.say('U0BO', '/incident ack 2')).toBeNull();
  await world.advance(seconds(45));
  const said = await world.say('U0ADA', '/reveille status');
  expect(said).toContain('2 incidents are open: 1 triggered, 1 acknowledged.');
  expect(said).toContain('The oldest page that has not arrived waits since 02:14 (45 s).');
  expect(await world.say('U0BO', '/reveille status')).not.toContain('oldest page');
  back();
  await world.advance(minutes(1));
  expect(await world.say('U0ADA', '/reveille status')).toContain('No page waits.');
});

test('a channel that is closed, and a notice that could not be sent', async () => {
  const gone = { channel: 'That channel is archived.', person: 'There is no such person.' };
  world.answers((what, channel) =>
    what === 'post' && channel === 'C0OPS' ? { kind: 'gone', what: 'channel', reason: gone.channel } : undefined,
  );
  await world.alert();
  const said = await world.say('U0ADA', '/reveille status');
  expect(said).toContain('No job was given up.');
  const closed = world.onEach(({ of }) => `Nothing can be shown in C0OPS${of} since 02:14: ${gone.channel}`);
  expect(said).toContain(closed.join('\n'));
  expect(await world.say('U0BO', '/reveille status')).not.toContain('C0OPS');

  // Nobody is reached: the owner cannot be told so either.
  world.answers((what) => (what === 'open-dm' ? { kind: 'gone', what: 'person', reason: gone.person } : undefined));
  await world.alert({ key: 'disk', summary: 'Disk full' });
  await world.advance(minutes(60));
  expect(await world.say('U0ADA', '/reveille status')).toMatch(/\d+ jobs? (was|were) given up; reveille doctor says/);
  const logged = world.log.complaints.splice(0).map(({ message }) => message);
  expect(logged).toEqual([]);
});

test('chat that cannot be reached is said in its own words', async () => {
  const troubles = world.onEach(({ called, chat }) => {
    const trouble = `${called} cannot be reached since 02:14 UTC.`;
    Object.assign(chat, { trouble: () => trouble });
    return trouble;
  });
  expect(await world.say('U0BO', '/reveille status')).toContain(troubles.join('\n'));
});

test('what another account has open, waiting or closed is not told', async () => {
  const other = team.replace('account: acme', 'account: other').replace('T0ACME', 'T0OTHER');
  const key = 'zzzzyyyyxxxxwwwwvvvvuuuutttt2222';
  await world.applyOther(other.replace(webKey, key));
  const alert = { action: 'trigger', key: 'cpu', alertKey: 'cpu', summary: 'A secret', severity: 'critical' } as const;
  await world.app.intake.receive(key, [{ ...alert, source: null, links: [], details: {} }]);
  const said = await world.say('U0ADA', '/reveille status');
  expect(said).toContain('No incident is open.');
  expect(said).toContain('No page waits.');
});

test('a job of another account, or of none, that was given up is not told', async () => {
  const other = team.replace('account: acme', 'account: other').replace('T0ACME', 'T0OTHER');
  await world.applyOther(other.replace(webKey, 'zzzzyyyyxxxxwwwwvvvvuuuutttt2222'));
  const accounts = await world.store.read.db.select().from(world.store.read.t.account);
  const idOfAccount = (key: string) => accounts.find((account) => account.key === key)?.id;
  const giveUp = async (key: string, payload: unknown) => {
    const row = { id: newId('job'), kind: 'notice.send', key, payload, dueAt: null, attempt: 0, failure: 'gone' };
    await world.store.transaction((tx) => tx.db.insert(tx.t.job).values({ ...row, lockedBy: null, lockedUntil: null }));
  };
  await giveUp('theirs', { accountId: idOfAccount('other') });
  await giveUp('nobody', { m: 1 });
  expect(await world.say('U0ADA', '/reveille status')).toContain('No job was given up.');
  await giveUp('ours', { accountId: idOfAccount('acme') });
  expect(await world.say('U0ADA', '/reveille status')).toContain('1 job was given up; reveille doctor says');
});
