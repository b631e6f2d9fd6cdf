import { randomBytes } from 'node:crypto';
import type { Message } from '../world.ts';
import type { Block, Button } from './blocks.ts';
import { messageShape } from './message-shape.ts';
import { bot, type Channel, type Person, team } from './workspace.ts';

/** The deprecated verification token that every payload still carries; the app must not rely on it. */
export const verificationToken = 'sandbox';

/** https://docs.slack.dev/interactivity/implementing-slash-commands, "Understanding the payload" */
export function slashCommandPayload(it: {
  person: Person;
  channel: Channel;
  command: string;
  text: string;
  responseUrl: string;
  triggerId: string;
}): Record<string, unknown> {
  return {
    token: verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: it.channel.id,
    channel_name: it.channel.name,
    user_id: it.person.id,
    user_name: it.person.name,
    command: it.command,
    text: it.text,
    api_app_id: bot.appId,
    is_enterprise_install: 'false',
    response_url: it.responseUrl,
    trigger_id: it.triggerId,
  };
}

/**
 * https://docs.slack.dev/reference/interaction-payloads/block_actions-payload. The message that holds the button comes
 * whole, but for an ephemeral one, which Slack does not send along.
 */
export function blockActionsPayload(it: {
  person: Person;
  channel: Channel;
  message: Message;
  block: Block;
  button: Button;
  responseUrl: string;
  triggerId: string;
}): Record<string, unknown> {
  const { person, channel, message, block, button } = it;
  const ephemeral = message.onlyFor !== null;
  return {
    type: 'block_actions',
    user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
    api_app_id: bot.appId,
    token: verificationToken,
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.threadTs !== null && { thread_ts: message.threadTs }),
    },
    trigger_id: it.triggerId,
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel.id, name: channel.name },
    ...(!ephemeral && { message: messageShape(message) }),
    state: { values: {} },
    response_url: it.responseUrl,
    actions: [actionOf(block, button)],
  };
}

/** A press on a button, as it stands in `actions`. */
export function actionOf(block: Block, button: Button): Record<string, unknown> {
  return {
    action_id: button.action_id,
    block_id: block.block_id,
    text: { emoji: true, ...button.text },
    ...(button.value !== undefined && { value: button.value }),
    ...(button.style !== undefined && { style: button.style }),
    type: 'button',
    action_ts: (Date.now() / 1000).toFixed(6),
  };
}

/** https://docs.slack.dev/apis/events-api#callback-field */
export function eventPayload(event: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    token: verificationToken,
    team_id: team.id,
    api_app_id: bot.appId,
    event,
    type: 'event_callback',
    event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: bot.userId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  };
}
