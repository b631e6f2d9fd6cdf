import { Routes } from 'discord.js';
import { z } from 'zod';
import { acted, drawn } from '../../src/chat/acted.ts';
import type { Message } from '../../src/chat/card.ts';
import type { Act, ChatPort, Outcome } from '../../src/chat/port.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { failureOf } from './failure.ts';
import type { Health } from './health.ts';
import { everywhere, type NotDone, noMessage, noThread, notOnServer, outcomeOf, scopeOf } from './outcome.ts';
import { editIn, postIn, postInForum, postUnder } from './places.ts';
import { type Rendered, render } from './render.ts';
import { createRoles } from './roles.ts';
import type { Caller } from './web.ts';

export interface PortDeps {
  /** Tries once and ends in time: see `createCallers`. */
  readonly call: Caller;
  readonly health: Pick<Health, 'answered' | 'trouble'>;
  /** The server whose cards are shown. */
  readonly workspace: () => string | null;
  /** Whether a channel holds posts instead of messages. */
  readonly isForum: (channel: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const numbers = { noChannel: 10003, noServer: 10004, mayNotSee: 50001, mayNot: 50013 } as const;

const opened = z.object({ id: z.string().min(1) });

/**
 * Discord as a place to show cards in. What an act ends with is always an outcome. Most acts are one call; a timeline's
 * first lines start its thread, one that was archived is opened again, and who has a role is asked person by person.
 */
export function createDiscordPort(deps: PortDeps): ChatPort {
  const { call, isForum } = deps;
  const withRole = createRoles(call, deps.clock);
  const tried = <T>(
    act: Act,
    channel: string,
    work: () => Promise<T>,
    /** What some of Discord's numbers mean where this is done. */
    meaning: Readonly<Record<number, NotDone>> = {},
  ): Promise<Outcome<T>> =>
    acted(
      'discord',
      async () => {
        const value = await work();
        deps.health.answered(true);
        return value;
      },
      (error) => {
        const failure = failureOf(error);
        if (failure.kind === 'wrong-token') deps.health.answered(false);
        const meant = failure.kind === 'said-no' ? meaning[failure.code] : undefined;
        return meant ?? outcomeOf(failure, act, channel, deps.clock());
      },
    );
  const showing = <T>(message: Message, show: (rendered: Rendered) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
    drawn({ platform: 'discord', log: deps.log }, () => render(message, deps.clock()), show);

  return {
    platform: 'discord',
    workspace: deps.workspace,
    scopes: (act, channel) => [scopeOf(act, channel), everywhere],
    post: (channel, message, hints, thread) =>
      showing(message, (shown) => {
        if (thread !== undefined) {
          // A post of a forum is its own thread from the beginning.
          const told = isForum(channel) ? { ...hints, isFirst: false } : hints;
          const under = async () => ({ message: await postUnder(call, channel, thread, shown, told) });
          return tried('post', channel, under, { [numbers.mayNot]: noThread(isForum(channel)) });
        }
        return tried('post', channel, async () => {
          if (!isForum(channel)) return { message: await postIn(call, channel, shown, hints) };
          return { message: await postInForum(call, channel, hints.title, shown) };
        });
      }),
    edit: (channel, id, message) =>
      showing(message, (shown) => {
        // A forum's post is a channel of its own: one that is deleted is the card that is gone, and not the forum.
        const place = isForum(channel) ? id : channel;
        const meaning = place === channel ? {} : { [numbers.noChannel]: noMessage };
        const work = () => editIn(call, place, id, shown).then(() => null);
        return tried('edit', channel, work, meaning);
      }),
    openDm: (person) =>
      tried('open-dm', '', async () => {
        const answer = await call('post', Routes.userChannels(), { recipient_id: person });
        return { channel: opened.parse(answer).id };
      }),
    // Discord does not tell whether somebody has switched notifications off.
    quietUntil: async () => ({ kind: 'done', value: { until: null } }),
    // Bots are told nobody's e-mail address. https://docs.discord.com/developers/resources/user#user-object
    lookUp: async () => ({ kind: 'done', value: { email: null } }),
    membersOf: async (group, among) => {
      const guild = deps.workspace();
      if (guild === null) return { kind: 'broken', reason: 'Discord has not said yet which server is ours.' };
      const meaning = { [numbers.noServer]: notOnServer, [numbers.mayNotSee]: notOnServer };
      return await tried('members-of', '', async () => ({ members: await withRole(guild, group, among) }), meaning);
    },
    trouble: () => deps.health.trouble(),
  };
}
