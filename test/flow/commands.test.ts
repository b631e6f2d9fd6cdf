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
  ['/incident show me', 'I need the number of the incident. For example: /incident show 142'],
  ['/incident acknowledge', 'I need the numbers of the incidents, or mine.'],
  ['/incident ack one', 'I need the numbers of the incidents'],
  ['/incident ack 0', 'I need the numbers of the incidents'],
  ['/incident ack 99', 'There is no incident #99.'],
  ['/incident escalate 1 to 7', 'There is no rule 7: this policy has rules 1 to 2.'],
  ['/incident escalate 1 bo', 'I need the rule by its number, counted from 1, after "to".'],
  ['/incident note 1', 'I need your note after the number.'],
  ['/incident acknowlege 1', 'Did you mean /incident acknowledge?\n/incident acknowledge N… | mine'],
  ['/incident help', 'What you can say\n/incident list [mine] [open|all] [SERVICE]'],
  ['/incident', 'What you can say'],
  ['/reveille', 'What you can say'],
  ['/reveille incident list', '🔴 #2 Web shop: Disk full on db-1 · triggered'],
  ['/reveille  Incident   show 99', 'There is no incident #99.'],
  ['/reveille incident', 'What you can say\n/incident list'],
  ['/reveille incidents list', 'I do not know /reveille incidents. Did you mean /reveille incident?'],
  [
    '/reveille ack 1',
    'I do not know /reveille ack. Did you mean /reveille incident ack?\n/incident acknowledge N… | mine',
  ],
  ['/reveille sttus', 'Did you mean /reveille status?\n/reveille status'],
  ['/reveille reveille', 'I do not know /reveille reveille.'],
])('%s is answered to Bo alone', async (typed, answer) => {
  const before = world.messages().length;
  expect(await world.say('U0BO', typed)).toContain(answer);
  expect(world.messages()).toHaveLength(before);
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
  expect(await world.say('U0ADA', '/incident ack mine')).toBe(
    'These were the newest 20; more of yours wait. Send /incident ack mine again.',
  );
  expect(await world.say('U0ADA', '/incident ack mine')).toBeNull();
  expect(await world.say('U0ADA', '/incident ack mine')).toContain('Nothing waits for you');
});

const overview = [
  'What you can say',
  '/incident list [mine] [open|all] [SERVICE] What is open now, newest first.',
  '/incident show N Everything about one incident.',
  '/incident trigger SERVICE SUMMARY Opens an incident and pages whoever is first.',
  '/incident acknowledge N… | mine You have it: nobody else is paged.',
  '/incident resolve N… [because TEXT] It is over.',
  '/incident escalate N [to RULE] Pages the next rule now, or the one you name.',
  '/incident snooze N FOR Quiet for that long (90m, 2h, 1d), then whoever was paged last is paged again.',
  '/incident wake N… Ends a snooze now.',
  '/incident note N TEXT Writes something down under the card.',
  '/incident help [COMMAND] What you can say; with a command, more about that one.',
];
/** What is said on Slack alone, where a command is a line: how to write it in another way. */
const otherWays = /\n(?:Where .* taken|Shorter: ).*/g;

test('help shows what may follow its command; of /reveille, everything', async () => {
  expect(await world.say('U0BO', '/incident help')).toContain(overview.join('\n'));
  expect(await world.say('U0BO', '/reveille help incident')).toContain(overview.join('\n'));
  const all = await world.say('U0BO', '/reveille help');
  expect(all?.split('\n').slice(0, overview.length)).toEqual(overview);
  expect(all).toContain('\n/reveille status How Reveille is: ');
});

test.each([
  [
    '/incident help ack',
    [
      '/incident acknowledge N… | mine',
      'You have it: nobody else is paged.',
      'N…: one number or several, with or without #.',
    ],
  ],
  [
    '/reveille help incident escalate',
    [
      '/incident escalate N [to RULE]',
      'Pages the next rule now, or the one you name.',
      'N: the number of an incident, with or without #.',
      'RULE: its number in the policy, counted from 1.',
    ],
  ],
  ['/reveille help status', ['/reveille status', expect.stringContaining('How Reveille is')]],
  [
    '/reveille help /incident shwo',
    [
      'I do not know shwo. Did you mean /reveille help incident show?',
      '/incident show N Everything about one incident.',
    ],
  ],
  [
    '/incident help sow',
    ['I do not know sow. Did you mean /incident help show?', '/incident show N Everything about one incident.'],
  ],
])('%s tells about one', async (typed, lines) => {
  expect((await world.say('U0CY', typed))?.replace(otherWays, '').split('\n')).toEqual(lines);
});

test('help names other ways to write a command only where there are some', async () => {
  const said = [await world.say('U0CY', '/incident help'), await world.say('U0CY', '/incident help')];
  const words = [await world.say('U0CY', '/incident help ack'), await world.say('U0CY', '/incident help ack')];
  const onSlack = (at: number): boolean => world.chats[at % world.chats.length]?.platform === 'slack';
  for (const at of [0, 1]) {
    expect(said[at]?.includes('\nWhere /incident is taken, /reveille incident … does the same.')).toBe(onSlack(at));
    const ways = '\nShorter: /incident ack\nWhere that is taken: /reveille incident acknowledge';
    expect(words[at]?.endsWith(ways)).toBe(onSlack(at));
  }
});
