import type { Act, Outcome } from '../../src/chat/port.ts';
import type { Instant } from '../../src/lib/clock.ts';
import { never } from '../../src/lib/result.ts';
import type { Failure } from './failure.ts';
import { optionalScopes } from './scopes.ts';
import { isTokenCode, tokenWords } from './token.ts';

type NotDone = Exclude<Outcome<never>, { readonly kind: 'done' }>;
type Gone = Extract<NotDone, { readonly kind: 'gone' }>;

/** What Slack counts calls by: posts by channel, everything else by method. https://docs.slack.dev/apis/web-api/rate-limits */
export function scopeOf(act: Act, channel: string): string {
  switch (act) {
    case 'post':
      return `chat.postMessage:${channel}`;
    case 'edit':
      return 'chat.update';
    case 'open-dm':
      return 'conversations.open';
    case 'quiet-until':
      return 'dnd.info';
    case 'look-up':
      return 'users.info';
    case 'members-of':
      return 'usergroups.users.list';
    default:
      return never(act);
  }
}

const messageGone = { kind: 'gone', what: 'message', reason: 'That message is not there any more.' } as const;
const notMine = { kind: 'gone', what: 'message', reason: 'That message cannot be changed by me.' } as const;
const rules = gone('channel', 'The rules of this workspace keep me from writing in that channel. Ask an admin.');
const noPerson = gone('person', 'There is no such person in this workspace.');
const noDm = gone('person', 'This person cannot be written to directly.');

/**
 * Slack's words, from the error tables of chat.postMessage, chat.update, conversations.open, dnd.info, users.info and
 * usergroups.users.list.
 */
const table: Readonly<Record<string, Gone>> = {
  message_not_found: messageGone,
  cannot_reply_to_message: messageGone,
  thread_not_found: messageGone,
  cant_update_message: notMine,
  edit_window_closed: notMine,
  not_in_channel: gone('channel', 'I am not in that channel. Invite me there with /invite @Reveille.'),
  channel_not_found: gone(
    'channel',
    'I cannot see that channel. If it is there and private, invite me with /invite @Reveille.',
  ),
  is_archived: gone('channel', 'That channel is archived.'),
  is_inactive: gone('channel', 'That channel is frozen.'),
  restricted_action: rules,
  restricted_action_read_only_channel: rules,
  restricted_action_thread_only_channel: rules,
  restricted_action_non_threadable_channel: rules,
  restricted_action_thread_locked: rules,
  user_not_found: noPerson,
  users_not_found: noPerson,
  user_not_visible: noPerson,
  user_disabled: gone('person', 'The Slack account of this person is deactivated.'),
  cannot_dm_bot: gone('person', 'This is an app, and apps cannot be written to directly.'),
  invalid_user_combination: noDm,
  not_enough_users: noDm,
  no_such_subteam: gone('group', 'There is no such user group in this workspace.'),
};

/** What a failure means for what was tried, in words for a card. Every failure has a meaning; none is thrown. */
export function outcomeOf(failure: Failure, act: Act, channel: string, now: Instant): NotDone {
  switch (failure.kind) {
    case 'too-fast':
      return { kind: 'later', at: now + failure.ms, scope: scopeOf(act, channel) };
    case 'no-answer':
      return { kind: 'broken', reason: `Slack could not be reached: ${failure.reason}` };
    case 'said-no':
      return refusal(failure.code, failure.detail, act, channel);
    default:
      return never(failure);
  }
}

function refusal(code: string, detail: string, act: Act, channel: string): NotDone {
  const known = Object.hasOwn(table, code) ? table[code] : undefined;
  if (known?.what === 'channel' && act === 'open-dm') return noDm;
  // A conversation with one person has an id that begins with D; nobody can be invited there.
  if (code === 'channel_not_found' && channel.startsWith('D')) return gone('channel', 'That conversation is closed.');
  if (known !== undefined) return known;
  if (isTokenCode('bot', code)) return { kind: 'refused', reason: tokenWords('bot', code) };
  if (code === 'missing_scope') {
    const allow = optionalScopes.includes(detail) ? ', and allow this scope: it is an optional one' : '';
    const reason = `The Slack app lacks the scope ${detail}. Install it again from manifest.yml${allow}.`;
    return { kind: 'refused', reason };
  }
  if (code === 'plan_upgrade_required') {
    return { kind: 'refused', reason: 'This workspace has no user groups: its plan of Slack does not include them.' };
  }
  return { kind: 'refused', reason: `Slack refused it: ${code}${detail === '' ? '' : ` (${detail})`}` };
}

function gone(what: Gone['what'], reason: string): Gone {
  return { kind: 'gone', what, reason };
}
