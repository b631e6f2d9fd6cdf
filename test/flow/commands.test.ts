import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { makeWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
  await world.alert();
  await world.alert({ key: 'disk', summary: 'Disk full on db-1', severity: 'warning' });
});
afterEach(async () => {
  await world.close();
});

test.each([
  ['/incident list', '🔴 #2 Web shop: Disk full on db-1 · triggered · since 02:14\n🔴 #1 Web shop: CPU on web-3'],
  ['/incident list mine', 'Nothing is yours now.'],
  ['/incident list web', '#2 Web shop'],
  ['/incident list Web shop', '#2 Web shop'],
  ['/incident list all web', '#1 Web shop'],
  ['/incident list wbe', 'There is no service wbe. Did you mean web?'],
  ['/incident show 2', '🔴 #2  Disk full on db-1\nwarning · Web shop\nSince 02:14\nAda paged 02:14 by DM ✓'],
  ['/incident show #1', 'CPU on web-3'],
  ['/incident show 99', 'There is no incident #99. See /incident list.'],
  ['/incident show', 'I need the number of the incident. For example: /incident show '],
  ['/incident show me', 'me is not the number of an incident. For example: /incident show '],
  ['/incident acknowledge', 'I need the numbers of the incidents, or mine.'],
  ['/incident ack one', 'one is not the number of an incident. For example: /incident acknowledge '],
  ['/incident ack 1 0', '0 is not the number of an incident.'],
  ['/incident ack ,', ', is not the number of an incident.'],
  ['/incident ack 1 mine', 'Name the incidents or say mine, not both.'],
  [
    `/incident ack ${Array.from({ length: 21 }, (_, at) => at + 1).join(' ')}`,
    'These are 21 incidents: name at most 20 at once.',
  ],
  ['/incident resolve', 'I need the numbers of the incidents.'],
  ['/incident resolve 1 the disk was full', 'the is not the number of an incident. For example: /incident resolve '],
  ['/incident ack 99', 'There is no incident #99.'],
  ['/incident escalate 1 to 7', 'There is no rule 7: this policy has rules 1 to 2.'],
  ['/incident escalate', 'I need the number of the incident.'],
  ['/incident escalate bo', 'bo is not the number of an incident. For example: /incident escalate '],
  ['/incident escalate 1 to', 'I need the rule by its number, counted from 1, after "to".'],
  ['/incident escalate 1 2', 'I need the rule by its number, counted from 1, after "to".'],
  [
    '/incident escalate 1 bo',
    'bo is not the number of a rule: rules are counted from 1. For example: /incident escalate ',
  ],
  ['/incident escalate 1 to 0', '0 is not the number of a rule'],
  ['/incident note the disk is full', 'the is not the number of an incident. For example: /incident note '],
  ['/incident note 1', 'I need your note after the number.'],
  ['/incident acknowlege 1', 'Did you mean /incident acknowledge?\n/incident acknowledge '],
  ['/incident help', 'What you can say\n/incident list [mine] '],
  ['/incident', 'What you can say'],
  ['/reveille', 'What you can say'],
  ['/reveille incident list', '🔴 #2 Web shop: Disk full on db-1 · triggered'],
  ['/reveille  Incident   show 99', 'There is no incident #99.'],
  ['/reveille incident', 'What you can say\n/incident list'],
  ['/reveille incidents list', 'I do not know /reveille incidents. Did you mean /'],
  ['/reveille sttus', 'Did you mean /reveille status?\n/reveille status'],
  ['/reveille reveille', 'I do not know /reveille reveille.'],
])('%s is answered to Bo alone', async (typed, answer) => {
  const before = world.messages().length;
  expect(await world.say('U0BO', typed)).toContain(answer);
  expect(world.messages()).toHaveLength(before);
});

test('of one service where nothing is open, /incident list says nothing of the others', async () => {
  const both = (text: string): string =>
    text.replace('services:\n', 'services:\n  mail: { name: Mail, policy: default }\n');
  await world.apply(both);
  expect(await world.say('U0BO', '/incident list mail')).toBe('Nothing of Mail is open.');
  expect(await world.say('U0BO', '/incident list mine mail')).toBe('Nothing of Mail is yours now.');
  expect(await world.say('U0BO', '/incident list all mail')).toBe('There has been no incident of Mail.');
});

test('/incident ack 1 2 changes both cards, and they are the answer', async () => {
  expect(await world.say('U0BO', '/incident ack #1, 2')).toBeNull();
  expect(await world.say('U0BO', '/incident list')).toContain('#2 Web shop: Disk full on db-1 · acknowledged');
  expect(world.card()).toContain('Bo has it');
  expect(await world.say('U0ADA', '/incident ack 1 2')).toMatch(/^Bo acknowledged #1 .*\nBo acknowledged #2 /);
});

test('/incident ack mine takes what waits for the speaker', async () => {
  expect(await world.say('U0ADA', '/incident ack mine')).toBeNull();
  expect(await world.say('U0ADA', '/incident list mine')).toMatch(/#2 .*acknowledged.*\n.*#1 .*acknowledged/);
  expect(await world.say('U0ADA', '/incident ack mine')).toBe(
    'Nothing waits for you: no incident of yours is triggered.',
  );
});

test('/incident resolve 1 because … keeps the reason; the second time says who was first', async () => {
  await world.advance(minutes(3));
  expect(await world.say('U0BO', '/incident resolve 2 because the disk was full, as ever')).toBeNull();
  expect(world.card()).toContain('Resolved 02:17 by Bo after 3 min\nBecause: the disk was full, as ever');
  expect(await world.say('U0ADA', '/incident resolve 2')).toContain('#2 was resolved 0 s ago by Bo.');
});

test('/incident escalate 1 to 2 pages Bo', async () => {
  expect(await world.say('U0ADA', '/incident escalate 1 to 2')).toBeNull();
  expect(world.card('D0BO')).toContain('You are paged for Web shop (rule 2 of default)');
});

test('/incident note 1 … stands under the card', async () => {
  expect(await world.say('U0BO', '/incident note 1 looking at <!channel> it')).toBeNull();
  for (const { messages } of world.chats) {
    const card = messages.find((shown) => shown.channel === 'C0OPS' && 'card' in shown.message);
    expect(messages.at(-1)?.thread).toBe(card?.id);
  }
  expect(world.messages().at(-1)).toBe('02:14 📝 Bo: looking at <!channel> it');
});

test('a stranger may read the help, and nothing else', async () => {
  expect(await world.say('U0CY', '/incident help')).toContain('What you can say');
  expect(await world.say('U0CY', '/incident list')).toContain("I don't know you yet. Ask Ada (owner) to add you.");
});

test('ack mine takes those that wait, however many others are open', async () => {
  for (let n = 3; n <= 25; n += 1) await world.alert({ key: `k${n}`, summary: `Alert ${n}` });
  const newest = Array.from({ length: 20 }, (_, index) => index + 6);
  expect(await world.say('U0ADA', `/incident ack ${newest.join(' ')}`)).toBeNull();
  expect(await world.say('U0ADA', '/incident ack mine')).toBeNull();
  expect(await world.say('U0ADA', '/incident ack mine')).toContain('Nothing waits for you');
});

test('ack mine says when more wait than it takes at once', async () => {
  for (let n = 3; n <= 25; n += 1) await world.alert({ key: `k${n}`, summary: `Alert ${n}` });
  expect(await world.say('U0ADA', '/incident ack mine')).toMatch(
    /^These were the newest 20; more of yours wait\. Send \/incident acknowledge mine(:True)? again\.$/,
  );
  expect(await world.say('U0ADA', '/incident ack mine')).toBeNull();
  expect(await world.say('U0ADA', '/incident ack mine')).toContain('Nothing waits for you');
});

test('help is told as the platform has it where it is asked', async () => {
  const said = [await world.say('U0CY', '/incident help show'), await world.say('U0CY', '/incident help show')];
  for (const [at, words] of said.entries()) {
    const isSlack = world.chats[at % world.chats.length]?.platform === 'slack';
    expect(words?.split('\n')[0]).toBe(isSlack ? '/incident show N' : '/incident show incident');
  }
});
