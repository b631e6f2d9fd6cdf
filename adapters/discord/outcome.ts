import type { Act, Outcome } from '../../src/chat/port.ts';
import type { Instant } from '../../src/lib/clock.ts';
import { never } from '../../src/lib/result.ts';
import type { Failure } from './failure.ts';
import { tokenWords } from './token.ts';

export type NotDone = Exclude<Outcome<never>, { readonly kind: 'done' }>;
type Gone = Extract<NotDone, { readonly kind: 'gone' }>;

/** Where Discord asks for peace from all of the bot's calls. */
export const everywhere = 'everything';

/** What Discord counts calls by: posts and edits by channel. https://docs.discord.com/developers/topics/rate-limits */
export function scopeOf(act: Act, channel: string): string {
  switch (act) {
    case 'post':
    case 'edit':
      return `${act}:${channel}`;
    case 'open-dm':
    case 'quiet-until':
    case 'look-up':
    case 'members-of':
      return act;
    default:
      return never(act);
  }
}

const noChannel = gone('channel', 'That channel is not there, or I am not in its server.');
export const noMessage = gone('message', 'That message is not there any more.');
const noPerson = gone('person', 'There is no such person on Discord.');
const notWritable = gone('channel', 'That is no channel to write in. Choose a text channel or a forum.');
const noRole = gone('group', 'There is no such role on the server.');
const closed = gone('message', 'That thread is locked.');

/** Discord's numbers. https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const table: Readonly<Record<number, Gone>> = {
  10003: noChannel,
  10008: noMessage,
  10007: gone('person', 'This person is not on the server.'),
  10011: noRole,
  10013: noPerson,
  // Said of a channel that is hidden from us and of a server that we were removed from alike.
  50001: gone(
    'channel',
    'I cannot see that channel. Give the role of Reveille View Channel there; if I was removed from the server, let me in again.',
  ),
  50005: gone('message', 'That message cannot be changed by me.'),
  50007: gone('person', 'This person takes no direct messages from me.'),
  50008: notWritable,
  50013: gone(
    'channel',
    'I may not write in that channel. Give the role of Reveille Send Messages, Embed Links, Create Public Threads and Send Messages in Threads there.',
  ),
  50024: notWritable,
  50033: noPerson,
  50083: closed,
  50278: gone('person', 'This person is in no server with me.'),
  160005: closed,
  40067: gone('channel', 'That forum asks for a tag on each post. Switch that off in its settings.'),
};

/** The card stands and is kept true; only what is told under it cannot be. A forum's post is a thread already. */
export function noThread(isForum: boolean): NotDone {
  const where = isForum ? 'posts of that forum' : 'threads of that channel';
  const rights = isForum ? 'Send Messages in Threads' : 'Create Public Threads and Send Messages in Threads';
  return { kind: 'refused', reason: `I may not write in ${where}. Give the role of Reveille ${rights} there.` };
}

/** No role of a server can be asked about by whoever is not on it. */
export const notOnServer: NotDone = gone('group', 'I am not on the server of that role.');

/** Fields that name what was acted upon, where an id is of the wrong form. */
const named: Readonly<Record<string, Gone>> = {
  channel_id: noChannel,
  message_id: noMessage,
  recipient_id: noPerson,
  role_id: noRole,
};

/** What a failure means for what was tried, in words for a card. Every failure has a meaning; none is thrown. */
export function outcomeOf(failure: Failure, act: Act, channel: string, now: Instant): NotDone {
  switch (failure.kind) {
    case 'too-fast': {
      const scope = failure.everywhere ? everywhere : scopeOf(act, channel);
      return { kind: 'later', at: now + failure.ms, scope };
    }
    case 'no-answer':
      return { kind: 'broken', reason: `Discord could not be reached: ${failure.reason}` };
    case 'wrong-token':
      return { kind: 'refused', reason: tokenWords };
    case 'said-no':
      return refusal(failure);
    default:
      return never(failure);
  }
}

function refusal({ code, words, about }: Extract<Failure, { kind: 'said-no' }>): NotDone {
  const known = Object.hasOwn(table, code) ? table[code] : undefined;
  if (known !== undefined) return known;
  const [field] = about.flatMap((name) => (Object.hasOwn(named, name) ? [named[name]] : []));
  if (code === 50035 && field !== undefined) return field;
  if (code === 40001) return { kind: 'refused', reason: tokenWords };
  if (code === 200000 || code === 200001) {
    return { kind: 'refused', reason: "The server's AutoMod blocked it. Let the role of Reveille pass its rules." };
  }
  return { kind: 'refused', reason: `Discord refused it: ${words} (${code})` };
}

function gone(what: Gone['what'], reason: string): Gone {
  return { kind: 'gone', what, reason };
}
