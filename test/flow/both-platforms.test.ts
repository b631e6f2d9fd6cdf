import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { type FakeChat, textOf } from '../support/fake-chat.ts';
import { idOf } from '../support/names.ts';
import { makeWorld, team, type World } from '../support/world.ts';

let world: World;
let slack: FakeChat;
let discord: FakeChat;
const begin = async (text = team): Promise<void> => {
  world = await makeWorld({ team: text, platforms: ['slack', 'discord'] });
  const [one, other] = world.chats;
  if (one === undefined || other === undefined) throw new Error('there are not two platforms');
  [slack, discord] = [one, other];
};
beforeEach(() => begin());
afterEach(() => world.close());

const card = (chat: FakeChat, channel = 'C0OPS') => textOf({ card: chat.card(channel) });
const count = (chat: FakeChat, channel: string) => chat.messages.filter((shown) => shown.channel === channel).length;
const lines = (chat: FakeChat) =>
  chat.messages.filter((shown) => shown.thread !== undefined).flatMap((shown) => textOf(shown.message).split('\n'));
const words = (chat: FakeChat, channel: string) =>
  chat.messages
    .filter((shown) => shown.channel === channel && 'words' in shown.message)
    .map((one) => textOf(one.message));

/** The platform does not answer until it is told otherwise. Returns the telling. */
function away(chat: FakeChat): () => void {
  return chat.breaks(() => ({ kind: 'broken', reason: 'it does not answer' }));
}

async function pressIn(chat: FakeChat, who: string, channel: string, label: string, workspace = 'T0ACME') {
  const { token, message } = chat.button(channel, label);
  const speaker = {
    platform: chat.platform,
    workspace: idOf(chat.platform, workspace),
    person: idOf(chat.platform, who),
  };
  const said = await world.app.chat.press({ speaker, channel: idOf(chat.platform, channel), token, message });
  await world.settle();
  return said === null ? null : said.lines.flat().join('');
}

test('alert arrives → both channels see the card, and Ada is paged on both, each page named', async () => {
  await world.alert();
  for (const chat of [slack, discord]) {
    expect(card(chat)).toContain('Ada paged 02:14 by Slack DM ✓, by Discord DM ✓ · next: Bo at 02:19');
    expect(card(chat, 'D0ADA')).toContain('You are paged for Web shop (rule 1 of default)\n🔴 #1');
    expect(lines(chat)).toEqual([
      '02:14 🔴 Triggered by alertmanager',
      // By her id there.
      '02:14 📟 Paging @U0ADA',
      '02:14 ✓ Ada was paged by Slack DM',
      '02:14 ✓ Ada was paged by Discord DM',
    ]);
  }
});

test.each(['slack', 'discord'] as const)(
  'Ada presses Acknowledge in %s → all four cards change, and nobody else is paged',
  async (name) => {
    await world.alert();
    const chat = name === 'slack' ? slack : discord;
    expect(await pressIn(chat, 'U0ADA', 'D0ADA', 'Acknowledge')).toBeNull();
    for (const one of [slack, discord]) {
      for (const channel of ['C0OPS', 'D0ADA']) expect(card(one, channel)).toContain('🟠 #1');
    }
    await world.advance(minutes(60));
    expect(count(slack, 'D0BO') + count(discord, 'D0BO')).toBe(0);
  },
);

test('somebody known on one platform alone is paged there, and no way needs a name', async () => {
  await world.close();
  // In quotes it is not translated: Ada is in Slack and nowhere else.
  await begin(team.replace('slack: U0ADA', 'slack: "U0ADA"'));
  await world.alert();
  for (const chat of [slack, discord]) {
    expect(card(chat)).toContain('Ada paged 02:14 by DM ✓ · next');
    expect(lines(chat)).toContain('02:14 ✓ Ada was paged by DM');
  }
  expect([count(slack, 'D0ADA'), count(discord, 'D0ADA')]).toEqual([1, 0]);
  expect(lines(discord)).toContain('02:14 📟 Paging Ada');
});

test('one way is refused → the card and the thread say which, and the page has arrived by the other', async () => {
  slack.answers.push((act) =>
    act === 'open-dm' ? { kind: 'gone', what: 'person', reason: 'takes no direct messages' } : undefined,
  );
  await world.alert();
  expect(card(discord)).toContain('Ada paged 02:14 by Slack DM ✗ (takes no direct messages), by Discord DM ✓');
  expect(lines(discord)).toContain('02:14 ✗ Ada could not be paged by Slack DM: takes no direct messages');
});

test('Slack is away → Discord goes on, its card says why the page waits, and Slack catches up when it is back', async () => {
  const back = away(slack);
  await world.alert();
  expect(card(discord)).toContain('Ada paged 02:14 by Slack DM … (it does not answer; trying again), by Discord DM ✓');
  expect(slack.messages).toEqual([]);
  await world.advance(minutes(1));
  expect(await pressIn(discord, 'U0ADA', 'C0OPS', 'Acknowledge')).toBeNull();
  back();
  await world.advance(minutes(1));
  expect(card(slack)).toContain('🟠 #1');
  expect(card(slack)).toContain('Ada has it since 02:15');
  expect(card(discord)).toContain('🟠 #1');
  // She answered in Discord: in Slack she is not woken for nothing.
  expect(count(slack, 'D0ADA')).toBe(0);
});

test('Discord is away while the card changes → it is edited to what is true, once, when it is back', async () => {
  await world.alert();
  const shown = discord.messages.find((one) => one.channel === 'C0OPS' && 'card' in one.message);
  const edits = shown?.edits ?? 0;
  const back = away(discord);
  await pressIn(slack, 'U0ADA', 'C0OPS', 'Acknowledge');
  await pressIn(slack, 'U0ADA', 'C0OPS', 'Resolve');
  expect(card(discord)).toContain('🔴 #1');
  back();
  await world.advance(seconds(31));
  expect(card(discord)).toContain('🟢 #1');
  expect((shown?.edits ?? 0) - edits).toBe(1);
});

test('owners hear of it on both, and with a channel for it in one, there alone', async () => {
  const noRules = team.replace(/rules:\n(\s+- .*\n)+/, 'rules: []\n');
  await world.close();
  await begin(noRules);
  await world.alert();
  expect([words(slack, 'D0ADA').length, words(discord, 'D0ADA').length]).toEqual([1, 1]);
  await world.close();
  world = await makeWorld({ team: noRules, platforms: ['slack', 'discord'] });
  const [one, other] = world.chats;
  await world.store.transaction(async (tx) => {
    await tx.db.update(tx.t.account).set({ notices: { slack: 'C0OWNERS' } });
  });
  await world.alert();
  expect(one?.messages.map(({ channel }) => channel).toSorted()).toEqual(['C0OPS', 'C0OWNERS']);
  expect(other?.messages.map(({ channel }) => channel)).toEqual(['C0OPS']);
});

test('a press in a direct message that belongs to no server → by the incident and by who it is', async () => {
  await world.alert();
  expect(await pressIn(discord, 'U0CY', 'D0ADA', 'Acknowledge', '')).toContain(
    "I don't know you yet. Ask whoever runs Reveille to add you.",
  );
  expect(card(slack)).toContain('🔴 #1');
  expect(await pressIn(discord, 'U0ADA', 'D0ADA', 'Acknowledge', '')).toBeNull();
  expect(card(slack)).toContain('Ada has it');
});

test('a command in a direct message → the account that knows the person; words where several do', async () => {
  const typed = async () => {
    const speaker = { platform: 'discord', workspace: '', person: idOf('discord', 'U0BO') } as const;
    const said = await world.app.chat.command({
      speaker,
      name: 'incident',
      text: 'list',
      channel: idOf('discord', 'D0BO'),
    });
    return said?.lines.flat().join('');
  };
  expect(await typed()).toBe('Nothing is open. All is calm.');
  const other = team.replace('account: acme', 'account: other').replaceAll('T0ACME', 'T0OTHER');
  await world.applyOther(other.replace(/value: \w+/, 'value: zzzzyyyyxxxxwwwwvvvvuuuutttt2222'));
  expect(await typed()).toBe(
    'Several accounts know you, and a direct message does not say which of them you mean. Type it in a channel of your server.',
  );
});

test('in a direct message, nobody reaches the incident of an account that does not know them', async () => {
  await world.alert();
  const other = team
    .replace('account: acme', 'account: other')
    .replaceAll('T0ACME', 'T0OTHER')
    .replaceAll('U0ADA', 'U0CY');
  await world.applyOther(other.replace(/value: \w+/, 'value: zzzzyyyyxxxxwwwwvvvvuuuutttt2222'));
  expect(await pressIn(discord, 'U0CY', 'D0ADA', 'Resolve', '')).toContain("I don't know you yet.");
  expect(card(slack)).toContain('🔴 #1');
});
