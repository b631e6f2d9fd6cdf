import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotAnswered } from '../../sandbox/discord/people/not-possible.ts';
import { NotDelivered } from '../../sandbox/slack/failures.ts';
import { type BothChats, type Incident, openBothChats, untilStuck } from './both-chats.ts';
import { ops, type Platform, platforms } from './chats-around.ts';
import { errorsOf, readiness, type Server, startServer } from './server.ts';
import { lamps, unsettled, untilAccepted } from './truth.ts';

/** A condition is waited for, however slow the machine is. */
const inTime = { timeout: 40_000, interval: 20 };

let chats: BothChats;
let server: Server;
beforeAll(async () => {
  chats = await openBothChats();
  server = await startServer(chats.settings);
});
afterAll(async () => {
  await chats?.close();
});

/** What is killed, and how long what is held must be held for that. */
interface Victim {
  readonly strike: () => Promise<void>;
  readonly back: () => Promise<void>;
  readonly holdMs: number;
  /** Where Ada presses. */
  readonly pressedIn: readonly Platform[];
  /** Whose post is not there yet when the other's is. */
  readonly lags: Platform;
  /** How often a post of Slack's may stand there when its answer was lost with the one who waited for it. */
  readonly slackTwice: boolean;
}

const connected = { holdMs: 500, slackTwice: false, back: async () => {} } as const;
const victims: Readonly<Record<string, Victim>> = {
  'the Discord gateway is cut': {
    ...connected,
    strike: async () => {
      chats.sandbox.discord.faults.begin({ kind: 'no-socket', lasts: 'until-ended' });
      await expect.poll(() => chats.sandbox.discord.connections, inTime).toBe(0);
    },
    pressedIn: ['discord'],
    lags: 'discord',
  },
  'the Slack sockets are cut': {
    ...connected,
    strike: async () => {
      chats.sandbox.faults.begin({ kind: 'no-socket', lasts: 'until-ended' });
      await expect.poll(() => chats.sandbox.connections, inTime).toBe(0);
    },
    pressedIn: ['slack'],
    lags: 'slack',
  },
  'the process is killed': {
    strike: async () => {
      expect(errorsOf(server)).toEqual([]);
      server.signal('SIGKILL');
      await server.ended;
    },
    back: async () => {
      server = await startServer(chats.settings);
    },
    holdMs: 30_000,
    pressedIn: platforms,
    lags: 'slack',
    slackTwice: true,
  },
};

/** All is connected, and whoever asks is told so. */
async function isBack(): Promise<void> {
  await expect.poll(() => chats.sandbox.discord.connections, inTime).toBe(1);
  await expect.poll(() => chats.sandbox.connections, inTime).toBe(2);
  await expect.poll(() => readiness(chats.address), inTime).toEqual([]);
}

interface Scene {
  readonly key: string;
  readonly victim: Victim;
  /** What was broken to reach the point is mended, and all come back. */
  recover(): Promise<void>;
}

/** How an incident stands after it, and what of it was being posted at that moment. */
interface After {
  readonly status: 'triggered' | 'acknowledged';
  readonly posting?: 'card' | 'page';
}

type Point = (scene: Scene) => Promise<After>;

const points: Readonly<Record<string, Point>> = {
  'before the alert is committed': async ({ key, victim, recover }) => {
    const unlock = chats.lock();
    const sending = untilAccepted(chats.address, key);
    await untilStuck(chats.address);
    await victim.strike();
    expect(chats.incidents(key)).toEqual([]);
    unlock();
    await recover();
    await sending;
    return { status: 'triggered' };
  },
  'when the alert is committed and nothing is shown': async ({ key, victim, recover }) => {
    for (const platform of platforms) chats.refusePosts(platform);
    await untilAccepted(chats.address, key);
    await victim.strike();
    const { number } = only(key);
    for (const platform of platforms) expect(chats.cards(platform, number)).toEqual([]);
    await recover();
    return { status: 'triggered' };
  },
  'while the cards are posted': async ({ key, victim, recover }) => {
    for (const platform of platforms) chats.holdPosts(platform, 'ops', victim.holdMs);
    await untilAccepted(chats.address, key);
    const { number } = only(key);
    for (const platform of platforms) {
      await expect.poll(() => chats.cards(platform, number).length, inTime).toBe(1);
      await expect.poll(() => chats.pages(platform, number).length, inTime).toBe(1);
    }
    // Both pages are written down: the cards that stand there do not say so yet.
    await expect.poll(() => only(key).delivered, inTime).toBe(2);
    await victim.strike();
    await recover();
    return { status: 'triggered', posting: 'card' };
  },
  'while Ada is paged': async ({ key, victim, recover }) => {
    for (const platform of platforms) chats.holdPosts(platform, 'ada', victim.holdMs);
    await untilAccepted(chats.address, key);
    const { number } = only(key);
    for (const platform of platforms) await expect.poll(() => chats.pages(platform, number).length, inTime).toBe(1);
    // Both cards are written down, and neither page.
    await expect.poll(() => only(key).messages.length, inTime).toBe(2);
    await victim.strike();
    await recover();
    return { status: 'triggered', posting: 'page' };
  },
  'between the post of one platform and that of the other': async ({ key, victim, recover }) => {
    chats.refusePosts(victim.lags, ops[victim.lags]);
    await untilAccepted(chats.address, key);
    const { number } = only(key);
    const [first] = platforms.filter((platform) => platform !== victim.lags);
    await expect.poll(() => chats.cards(first ?? 'slack', number).length, inTime).toBe(1);
    await expect.poll(() => only(key).delivered, inTime).toBe(2);
    // That card and both pages are written down.
    await expect.poll(() => only(key).messages.length, inTime).toBe(3);
    await victim.strike();
    expect(chats.cards(victim.lags, number)).toEqual([]);
    await recover();
    return { status: 'triggered' };
  },
  'in the middle of a press': async ({ key, victim, recover }) => {
    await shown(key);
    const unlock = chats.lock();
    const pressing = victim.pressedIn.map((platform) => taken(platform, key));
    await untilStuck(chats.address);
    await victim.strike();
    expect(only(key).status).toBe('triggered');
    unlock();
    await recover();
    await pressedAgain(victim, key, await Promise.all(pressing));
    return { status: 'acknowledged' };
  },
  'when a press is committed and no card shows it': async ({ key, victim, recover }) => {
    await shown(key);
    for (const platform of platforms) chats.refuseEdits(platform);
    const pressing = victim.pressedIn.map((platform) => taken(platform, key));
    await expect.poll(() => only(key).status, inTime).toBe('acknowledged');
    await victim.strike();
    await recover();
    await pressedAgain(victim, key, await Promise.all(pressing));
    return { status: 'acknowledged' };
  },
};

/** The one incident of that key. */
function only(key: string): Incident {
  const [incident, ...others] = chats.incidents(key);
  if (incident === undefined || others.length > 0) throw new Error(`${key} has not one incident`);
  return incident;
}

/** An alert that everybody has been told of. */
async function shown(key: string): Promise<void> {
  await untilAccepted(chats.address, key);
  await settled();
}

const settled = () => expect.poll(() => unsettled(chats.database), inTime).toEqual([]);

/** Ada presses Acknowledge on the card. False: she is told that the press was not taken. */
async function taken(platform: Platform, key: string): Promise<boolean> {
  const card = chats.cards(platform, only(key).number).findLast(({ buttons }) => buttons.has('Acknowledge'));
  if (card === undefined) return true;
  try {
    await chats.press(platform, card, 'Acknowledge');
    return true;
  } catch (error) {
    if (error instanceof NotAnswered || error instanceof NotDelivered) return false;
    throw error;
  }
}

/** As a person does who was told that it was not taken, and whose card still asks for it. */
async function pressedAgain({ pressedIn }: Victim, key: string, first: readonly boolean[]): Promise<void> {
  await settled();
  for (const [at, platform] of pressedIn.entries()) {
    if (first[at] !== true) expect(await taken(platform, key)).toBe(true);
  }
}

/** What a card that is true says of Ada. */
const said = {
  triggered: /Ada Lovelace paged \d\d:\d\d by Slack DM ✓, by Discord DM ✓/,
  acknowledged: /Ada Lovelace has it since \d\d:\d\d/,
};

const rows = Object.keys(victims).flatMap((victim) => Object.keys(points).map((point) => [victim, point] as const));

test.each(rows)('%s %s → both platforms tell the truth, once', async (what, when) => {
  const [victim, point] = [victims[what], points[when]];
  if (victim === undefined || point === undefined) throw new Error('there is no such row');
  const key = `${what}, ${when}`;
  await isBack();
  const recover = async (): Promise<void> => {
    chats.mend();
    await victim.back();
    await isBack();
  };
  const after = await point({ key, victim, recover });
  await settled();

  const { number, status, acknowledged, delivered, messages } = only(key);
  expect({ status, acknowledged, delivered }).toEqual({
    status: after.status,
    acknowledged: after.status === 'acknowledged' ? 1 : 0,
    delivered: 2,
  });
  const most = (platform: Platform, kind: 'card' | 'page'): number =>
    platform === 'slack' && victim.slackTwice && after.posting === kind ? 2 : 1;
  for (const platform of platforms) {
    expect(chats.cards(platform, number).length, `cards in ${platform}`).toBe(most(platform, 'card'));
    expect(chats.pages(platform, number).length, `pages in ${platform}`).toBe(most(platform, 'page'));
  }
  // Of what Slack shows twice, the one whose answer arrived is kept true; the other is as old as the kill until it is pressed.
  const kept = (platform: Platform) => ({
    cards: chats.cards(platform, number).filter(({ id }) => messages.includes(id)),
    pages: chats.pages(platform, number).filter(({ id }) => messages.includes(id)),
  });
  const [slack, discord] = [kept('slack'), kept('discord')];
  for (const { cards, pages } of [slack, discord]) {
    expect([cards.length, pages.length]).toEqual([1, 1]);
    for (const { text } of [...cards, ...pages]) expect(text).toContain(`${lamps[after.status]} #${number}`);
  }
  expect(discord.cards.map(({ text }) => text)).toEqual(slack.cards.map(({ text }) => text));
  expect(discord.pages.map(({ text }) => text)).toEqual(slack.pages.map(({ text }) => text));
  expect(slack.cards[0]?.text).toMatch(said[after.status]);
});

test('it has complained of nothing', async () => {
  expect(errorsOf(server)).toEqual([]);
  server.signal('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null });
});
