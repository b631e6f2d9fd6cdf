import { expect, vi } from 'vitest';
import { createDiscord } from '../../adapters/discord/discord.ts';
import { type Discord, startDiscord } from '../../sandbox/discord/discord.ts';
import type { DiscordFault } from '../../sandbox/discord/fault.ts';
import { guild } from '../../sandbox/discord/guild.ts';
import type { Value } from '../../sandbox/discord/people/options.ts';
import type { Choice } from '../../sandbox/discord/people/tickets.ts';
import type { Message } from '../../sandbox/discord/world.ts';
import type { Chat } from '../../src/chat/adapter.ts';
import type { SteppedClock } from './clock.ts';
import { openApiJudge } from './discord-openapi.ts';
import type { StrictLog } from './log.ts';
import { type ReadDiscord, readDiscord } from './read-discord.ts';
import { makeStoryApp, type StoryApp } from './story-app.ts';
import { team } from './world.ts';

/** Longer than any reconnecting should take: the gateway is real, and so is the time that it needs. */
const soon = { timeout: 15_000, interval: 10 };

export const people = { ada: '1100000000000000101', bo: '1100000000000000102', cy: '1100000000000000103' } as const;
export const channels = {
  ops: '1100000000000000301',
  general: '1100000000000000302',
  random: '1100000000000000303',
  incidents: '1100000000000000304',
} as const;

export type Who = keyof typeof people;
/** A channel of the server, or the conversation with a person (`@ada`). */
export type Where = keyof typeof channels | `@${Who}`;

/** A fault without its length. */
type Lasting = DiscordFault extends infer Each ? (Each extends DiscordFault ? Omit<Each, 'lasts'> : never) : never;

/** A whole Reveille on a stepped clock, with the real adapter and the real discord.js, which lead to a local Discord. */
export interface DiscordWorld {
  readonly discord: Discord;
  readonly adapter: Chat;
  readonly story: StoryApp;
  readonly clock: SteppedClock;
  readonly log: StrictLog;
  alert: StoryApp['alert'];
  over: StoryApp['over'];
  /** Breaks Discord until it is mended. */
  breaks(fault: Lasting): void;
  mended(): void;
  /** Presses the button of that label on the newest message there that shows one to this person. */
  press(who: Who, where: Where, label: string): Promise<void>;
  /** A slash command: its words, and what was chosen by the names of its options. */
  type(who: Who, name: string, values?: Readonly<Record<string, Value>>, where?: Where): Promise<void>;
  complete(who: Who, name: string, focused: string, typed: string): Promise<readonly Choice[]>;
  /** Fills in the form that this person sees. */
  fill(who: Who, values: Readonly<Record<string, string>>): Promise<void>;
  /** What everybody sees there, oldest first, as text. */
  shown(where: Where): readonly string[];
  /** What is said in the thread of the newest card there, line by line. */
  thread(where: Where): readonly string[];
  /** What was said to this person alone, oldest first. */
  told(who: Who): readonly string[];
  id(where: Where): string;
  /** Calls that were really done, for the channel where one is given. */
  done(method: string, where?: Where): number;
  trouble(): string | null;
  /** Resolves when the gateway is listened to again. */
  reconnected(): Promise<void>;
  /** Resolves when nobody listens. */
  cutOff(): Promise<void>;
  advance(ms: number): Promise<void>;
  settle(): Promise<void>;
  close(): Promise<void>;
}

const ids: Readonly<Record<string, string>> = {
  T0ACME: guild.id,
  U0ADA: people.ada,
  U0BO: people.bo,
  C0OPS: channels.ops,
};

/** A team file that is written for Slack, as it is on the local Discord. */
function onDiscord(text: string): string {
  return text.replace(/slack: (\w+)/g, (_, id: string) => `discord: "${ids[id]}"`);
}

/** `broken`: what is wrong with Discord before Reveille starts. `callTimeout`: milliseconds that Reveille waits for an answer. */
export async function makeDiscordWorld(
  options: { broken?: Lasting; callTimeout?: number; team?: (team: string) => string } = {},
): Promise<DiscordWorld> {
  const change = options.team ?? ((text: string) => text);
  const story = await makeStoryApp(change(onDiscord(team)));
  const { app, clock, log, executor, ports, database } = story;
  const judge = openApiJudge && { judge: openApiJudge };
  const discord = await startDiscord({ host: '127.0.0.1', port: 0, now: clock.now, ...judge });
  const breaks = (fault: Lasting): void => {
    discord.faults.begin({ ...fault, lasts: 'until-ended' });
  };
  if (options.broken !== undefined) breaks(options.broken);
  // The client keeps the peace that Discord asks for by this; in a story it is the same time for everybody.
  const date = vi.spyOn(Date, 'now').mockImplementation(clock.now);
  const { api: apiUrl, botToken: token } = discord;
  const { callTimeout = 10_000 } = options;
  const adapter = createDiscord({ token, apiUrl, core: app.chat, log, clock: clock.now, callTimeout, lookEvery: 50 });
  ports.push(adapter.port);
  const started = await adapter.start();
  if (!started.ok) throw new Error(started.refusal.message);

  const id = (where: Where): string => {
    const [, channel] = Object.entries(channels).find(([name]) => name === where) ?? [];
    if (channel !== undefined) return channel;
    const [, person] = Object.entries(people).find(([name]) => where === `@${name}`) ?? [];
    return discord.world.channels.find((each) => each.kind === 'dm' && each.person === person)?.id ?? 'no conversation';
  };
  /** In a forum the cards are the first messages of its posts. */
  const isIn = (message: Message, place: string): boolean => {
    if (message.channel === place) return true;
    const channel = discord.world.channels.find((each) => each.id === message.channel);
    const parent = discord.world.channels.find((each) => channel?.kind === 'thread' && each.id === channel.parent);
    return parent?.kind === 'forum' && parent.id === place && message.id === message.channel;
  };
  const here = (where: Where): readonly (ReadDiscord & Pick<Message, 'id' | 'channel' | 'onlyFor'>)[] =>
    discord.world.messages
      .filter((message) => isIn(message, id(where)))
      .map((message) => ({ ...message, ...readDiscord(message) }));
  const open = (where: Where) => here(where).filter(({ onlyFor }) => onlyFor === null);
  const acting = async (deed: () => Promise<void>): Promise<void> => {
    await deed();
    await executor.settle();
  };

  return {
    discord,
    adapter,
    story,
    clock,
    log,
    alert: story.alert,
    over: story.over,
    breaks,
    mended: () => void discord.faults.mendAll(),
    press: (who, where, label) =>
      acting(async () => {
        const person = people[who];
        const seen = here(where).filter(({ onlyFor }) => onlyFor === null || onlyFor === person);
        const found = seen.findLast(({ buttons }) => buttons.has(label));
        if (found === undefined) throw new Error(`nothing in ${where} has a button ${label}`);
        const customId = found.buttons.get(label) ?? '';
        await discord.press({ person, channel: found.channel, message: found.id, customId });
      }),
    type: (who, name, values = {}, where = 'ops') =>
      acting(() => discord.command({ person: people[who], channel: id(where), name, values })),
    complete: (who, name, focused, typed) => {
      const values = { [focused]: typed };
      return discord.complete({ person: people[who], channel: channels.ops, name, values, focused });
    },
    fill: (who, values) => acting(() => discord.submit({ person: people[who], values })),
    shown: (where) => open(where).map(({ text }) => text),
    thread: (where) => {
      const card = open(where).at(-1);
      if (card === undefined) return [];
      return discord.world.messages
        .filter(({ channel, id: message }) => channel === card.id && message !== card.id)
        .flatMap((message) => readDiscord(message).text.split('\n'));
    },
    told: (who) =>
      discord.world.messages
        .filter(({ onlyFor }) => onlyFor === people[who])
        .map((message) => readDiscord(message).text),
    id,
    done: (method, where) =>
      discord.calls
        .filter((call) => call.ok && call.method === method)
        .filter((call) => where === undefined || call.channel === id(where)).length,
    trouble: () => adapter.port.trouble(),
    reconnected: () => vi.waitFor(() => expect(adapter.port.trouble()).toBeNull(), soon),
    cutOff: () => vi.waitFor(() => expect(discord.connections).toBe(0), soon),
    advance: (ms) => executor.advance(clock.now() + ms),
    settle: () => executor.settle(),
    close: async () => {
      await adapter.stop();
      await discord.close();
      await database.close();
      date.mockRestore();
      log.expectQuiet();
    },
  };
}
