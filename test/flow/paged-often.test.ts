import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { makeWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

/** Notes what every platform is asked, from now on. */
function noted(): string[] {
  const acts: string[] = [];
  for (const chat of world.chats) {
    chat.answers.push((act, channel) => {
      if (act === 'open-dm' || act === 'quiet-until') acts.push(`${act} ${channel}`);
      return undefined;
    });
  }
  return acts;
}
const pagesOf = (channel: string) =>
  world.chats.map((chat) => chat.messages.filter((shown) => shown.channel === channel).length);
const each = <T>(value: T): T[] => world.chats.map(() => value);

test('Ada is paged three times within a minute → her direct message is opened once, and every page arrives', async () => {
  const acts = noted();
  for (const key of ['cpu', 'disk', 'net']) await world.alert({ key, summary: key });
  expect(pagesOf('D0ADA')).toEqual(each(3));
  expect(acts.sort()).toEqual([...each('open-dm U0ADA'), ...each('quiet-until U0ADA')]);
});

test('a minute later it is opened anew: she may have left meanwhile', async () => {
  await world.alert();
  await world.advance(minutes(1));
  const acts = noted();
  await world.alert({ key: 'disk', summary: 'Disk full' });
  expect(pagesOf('D0ADA')).toEqual(each(2));
  expect(acts.sort()).toEqual([...each('open-dm U0ADA'), ...each('quiet-until U0ADA')]);
});

test('her direct message is not there any more → it is opened anew at once, and the page arrives', async () => {
  await world.alert();
  for (const chat of world.chats) {
    chat.answers.push((act, channel) =>
      act === 'post' && channel === 'D0ADA' ? { kind: 'gone', what: 'channel', reason: 'There is none.' } : undefined,
    );
  }
  const acts = noted();
  await world.alert({ key: 'disk', summary: 'Disk full' });
  expect(pagesOf('D0ADA')).toEqual(each(2));
  expect(acts).toEqual(each('open-dm U0ADA'));
  for (const chat of world.chats) expect(chat.card('D0ADA').lines.flat().join('')).not.toContain('There is none');
});
