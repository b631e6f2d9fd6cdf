import type { Platform } from '../../src/account/platform.ts';
import { type DiscordWorld, makeDiscordWorld, type Where, type Who } from './discord-world.ts';
import { makeSandboxWorld, type SandboxWorld } from './sandbox-world.ts';
import { told } from './world.ts';

/** What Reveille asks of a platform: to post or to edit a message, to open a conversation, to answer a command. */
type Asked = 'post' | 'edit' | 'open' | 'answer';

/** What goes wrong on the wire. Only for what is asked like that and in that channel, where it says so. */
export type Wrong =
  | { readonly kind: 'outage'; readonly answer: 'none' | '503' }
  | (Aimed & { readonly kind: 'server-error' | 'lost-answer' })
  | (Aimed & { readonly kind: 'rate-limit'; readonly retryAfterS: number })
  | (Aimed & { readonly kind: 'slow'; readonly ms: number });

interface Aimed {
  readonly asked?: Asked;
  /** A conversation with somebody is there once it was opened. */
  readonly channel?: string;
}

/**
 * A whole Reveille on a stepped clock, with the real adapter on a local platform: that of the project, told with the names
 * of `names.ts`. What goes wrong there goes wrong on the wire.
 */
export interface WireWorld extends Pick<SandboxWorld & DiscordWorld, Shared> {
  readonly called: 'Slack' | 'Discord';
  /**
   * How often it is seen what was sent twice, because no answer came: Slack takes no key that would tell, Discord takes a
   * nonce (https://docs.discord.com/developers/resources/message#create-message).
   */
  readonly seenOfTwo: 1 | 2;
  /** What the platform itself says to somebody whose command was not answered; null: nothing, it had heard that it is taken. */
  readonly unanswered: string | null;
  /** Until it is mended, or for so many calls. */
  breaks(wrong: Wrong, calls?: number): void;
  /** Presses the button of that label on the newest message in the channel that shows one. */
  press(who: string, channel: string, label: string): Promise<void>;
  /** `/incident WORD NUMBERS`. */
  say(who: string, word: 'acknowledge' | 'resolve', numbers: string): Promise<void>;
  /** What stands in the channel and is no reply, oldest first, as text. */
  shown(channel: string): readonly string[];
  /** How often this was really done, in the channel where one is given. */
  done(asked: Asked, channel?: string): number;
  /** How many calls went wrong. */
  failed(asked?: Asked): number;
}

type Shared =
  | 'clock'
  | 'log'
  | 'alert'
  | 'over'
  | 'mended'
  | 'trouble'
  | 'reconnected'
  | 'cutOff'
  | 'advance'
  | 'settle'
  | 'close';

interface Options {
  /** What is wrong before Reveille starts. */
  readonly broken?: Wrong & { readonly kind: 'outage' };
  /** Milliseconds that Reveille waits for an answer. */
  readonly callTimeout?: number;
}

const made: Readonly<Record<Platform, (options: Options) => Promise<WireWorld>>> = {
  slack: onSlack,
  discord: onDiscord,
};

export async function makeWireWorld(options: Options = {}): Promise<WireWorld> {
  const [platform, ...others] = told;
  if (platform === undefined || others.length > 0) throw new Error('on the wire, a story is told of one platform');
  return await made[platform](options);
}

const slackMethods: Readonly<Record<Asked, string>> = {
  post: 'chat.postMessage',
  edit: 'chat.update',
  open: 'conversations.open',
  answer: 'response_url',
};

async function onSlack(options: Options): Promise<WireWorld> {
  const world = await makeSandboxWorld(options);
  const { faults, calls } = world.sandbox;
  return {
    ...world,
    called: 'Slack',
    seenOfTwo: 2,
    unanswered: null,
    breaks: (wrong, times) => {
      const lasts = times === undefined ? 'until-ended' : { calls: times };
      if (wrong.kind === 'outage') return void faults.begin({ ...wrong, lasts });
      const { asked, channel, ...fault } = wrong;
      faults.begin({ ...fault, lasts, scope: scopeOf(asked && slackMethods[asked], channel) });
    },
    say: (who, word, numbers) => world.say(who, `/incident ${word} ${numbers}`),
    done: (asked, channel) => world.done(slackMethods[asked], channel),
    failed: (asked) => struck(calls, asked && slackMethods[asked]),
  };
}

const discordMethods: Readonly<Record<Asked, string>> = {
  post: 'POST /channels/{channel.id}/messages',
  edit: 'PATCH /channels/{channel.id}/messages/{message.id}',
  open: 'POST /users/@me/channels',
  answer: 'POST /interactions/{interaction.id}/{interaction.token}/callback',
};

const people: Readonly<Record<string, Who>> = { U0ADA: 'ada', U0BO: 'bo' };
const places: Readonly<Record<string, Where>> = { C0OPS: 'ops', D0ADA: '@ada', D0BO: '@bo' };

async function onDiscord(options: Options): Promise<WireWorld> {
  const world = await makeDiscordWorld(options);
  const { faults, calls } = world.discord;
  return {
    ...world,
    called: 'Discord',
    seenOfTwo: 1,
    unanswered: 'Error: This application did not respond',
    breaks: (wrong, times) => {
      const lasts = times === undefined ? 'until-ended' : { calls: times };
      if (wrong.kind === 'outage') return void faults.begin({ ...wrong, lasts });
      const { asked, channel, ...fault } = wrong;
      const scope = scopeOf(asked && discordMethods[asked], channel && world.id(named(places, channel)));
      if (fault.kind !== 'rate-limit') return void faults.begin({ ...fault, lasts, scope });
      // discord.js adds a little of its own to the peace; like this it is over on the same second as Slack's.
      faults.begin({ ...fault, retryAfterS: fault.retryAfterS - 0.5, limit: 'user', lasts, scope });
    },
    press: (who, channel, label) => world.press(named(people, who), named(places, channel), label),
    say: (who, word, incident) => world.type(named(people, who), `incident ${word}`, { incident }),
    shown: (channel) => world.shown(named(places, channel)),
    done: (asked, channel) =>
      world.done(discordMethods[asked], channel === undefined ? channel : named(places, channel)),
    failed: (asked) => struck(calls, asked && discordMethods[asked]),
  };
}

function scopeOf(method: string | undefined, channel: string | undefined): { method?: string; channel?: string } {
  return { ...(method === undefined ? {} : { method }), ...(channel === undefined ? {} : { channel }) };
}

/** How many of the calls a fault hit. */
function struck(calls: readonly { method: string; fault?: string | null }[], method: string | undefined): number {
  return calls.filter((call) => typeof call.fault === 'string' && (method === undefined || call.method === method))
    .length;
}

function named<T>(known: Readonly<Record<string, T>>, name: string): T {
  const found = known[name];
  if (found === undefined) throw new Error(`there is no ${name} here`);
  return found;
}
