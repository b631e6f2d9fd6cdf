import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { acted, drawn } from '../../src/chat/acted.ts';
import type { Message } from '../../src/chat/card.ts';
import type { Act, ChatPort, Outcome } from '../../src/chat/port.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { failureOf } from './failure.ts';
import { groupUsers } from './group.ts';
import type { Health } from './health.ts';
import { outcomeOf, scopeOf } from './outcome.ts';
import { emailOf, userInfo } from './person.ts';
import { dndInfo, quietEnd } from './quiet.ts';
import { type Rendered, render } from './render.ts';

export interface PortDeps {
  /** Tries once and ends in time: see `webOptions`. */
  readonly client: WebClient;
  readonly health: Health;
  /** Which workspace Slack says the bot's token belongs to. */
  readonly workspace: () => string | null;
  readonly clock: Clock;
  readonly log: Log;
}

const posted = z.object({ ts: z.string().min(1) });
const opened = z.object({ channel: z.object({ id: z.string().min(1) }) });

/** Slack as a place to show cards in. One call per act; what it ends with is always an outcome. */
export function createSlackPort(deps: PortDeps): ChatPort {
  const { client } = deps;
  const tried = <T>(act: Act, channel: string, call: () => Promise<T>): Promise<Outcome<T>> =>
    acted(
      'slack',
      async () => {
        const value = await call();
        deps.health.answered('bot', null);
        return value;
      },
      (error) => {
        const failure = failureOf(error);
        if (failure.kind === 'said-no') deps.health.answered('bot', failure.code);
        return outcomeOf(failure, act, channel, deps.clock());
      },
    );
  const showing = <T>(message: Message, show: (rendered: Rendered) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
    drawn({ platform: 'slack', log: deps.log }, () => render(message, deps.clock()), show);

  return {
    platform: 'slack',
    workspace: deps.workspace,
    scopes: (act, channel) => [scopeOf(act, channel)],
    post: (channel, message, _hints, thread) =>
      showing(message, ({ text, blocks }) =>
        tried('post', channel, async () => {
          const place = thread === undefined ? { channel } : { channel, thread_ts: thread };
          const quiet = { unfurl_links: false, unfurl_media: false };
          const answer = await client.chat.postMessage({ ...place, text, blocks, ...quiet });
          return { message: posted.parse(answer).ts };
        }),
      ),
    edit: (channel, id, message) =>
      showing(message, ({ text, blocks }) =>
        tried('edit', channel, async () => {
          // Unlike chat.postMessage, chat.update looks for links and names in plain text unless told not to.
          await client.chat.update({ channel, ts: id, text, blocks, parse: 'none' });
          return null;
        }),
      ),
    openDm: (person) =>
      tried('open-dm', '', async () => {
        const answer = await client.conversations.open({ users: person });
        return { channel: opened.parse(answer).channel.id };
      }),
    quietUntil: (person) =>
      tried('quiet-until', '', async () => {
        const answer = dndInfo.parse(await client.dnd.info({ user: person }));
        return { until: quietEnd(answer, deps.clock()) };
      }),
    lookUp: (person) =>
      tried('look-up', '', async () => {
        const { user } = userInfo.parse(await client.users.info({ user: person }));
        return { email: emailOf(user, deps.workspace()) };
      }),
    membersOf: (group, among) =>
      tried('members-of', '', async () => {
        const { users } = groupUsers.parse(await client.usergroups.users.list({ usergroup: group }));
        return { members: [...new Set(among)].filter((person) => users.includes(person)) };
      }),
    trouble: () => deps.health.trouble(),
  };
}
