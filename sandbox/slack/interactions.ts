import type { LivingWorld } from '../world.ts';
import { buttonsOf } from './block-ids.ts';
import type { Delivery } from './delivery.ts';
import { runDnd } from './dnd-command.ts';
import { failureWords, NotDelivered, NotPossible, pressNotTaken } from './failures.ts';
import { blockActionsPayload, slashCommandPayload } from './payloads.ts';
import type { QuietHours } from './quiet-hours.ts';
import { applyReply } from './reply.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import { type Channel, type Person, slackbot, slashCommands } from './workspace.ts';

export interface Press {
  readonly person: string;
  readonly channel: string;
  readonly ts: string;
  readonly actionId: string;
  /** Needed only when two blocks of the message use the same action id. */
  readonly blockId?: string;
}

export interface Typed {
  readonly person: string;
  readonly channel: string;
  readonly text: string;
}

/** What people do in the workspace. Each promise settles when the app has acknowledged, or has failed to. */
export interface Interactions {
  press(press: Press): Promise<void>;
  command(typed: Typed): Promise<void>;
  /** An ordinary message, which the app is not told of: it has no scope to read. */
  say(typed: Typed & { threadTs?: string | undefined }): void;
}

/** What people type is kept escaped (https://docs.slack.dev/messaging/formatting-message-text, "Escaping text"). */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export interface InteractionsDeps {
  readonly world: LivingWorld;
  readonly delivery: Delivery;
  readonly urls: ResponseUrls;
  readonly triggers: Triggers;
  readonly quiet: QuietHours;
  /** The address of the workspace, ending in a slash. */
  readonly base: () => string;
}

export function createInteractions({ world, delivery, urls, triggers, quiet, base }: InteractionsDeps): Interactions {
  const who = (id: string): Person => {
    const person = world.people.find((each) => each.id === id);
    if (!person) throw new NotPossible(`There is no person ${id} here.`);
    return person;
  };
  const where = (person: Person, id: string): Channel => {
    const channel = world.channel(id);
    if (!channel || (channel.dmWith !== null && channel.dmWith !== person.id)) {
      throw new NotPossible(`${person.realName} does not see a channel ${id}.`);
    }
    return channel;
  };
  const slackbotSays = (person: Person, channel: Channel, text: string): void => {
    world.post({ channel: channel.id, author: slackbot.userId, text, blocks: [], onlyFor: person.id });
  };

  return {
    async press({ person: personId, channel: channelId, ts, actionId, blockId }) {
      const person = who(personId);
      const channel = where(person, channelId);
      const message = world.message(channel.id, ts);
      if (!message || (message.onlyFor !== null && message.onlyFor !== person.id)) {
        throw new NotPossible(`${person.realName} does not see that message any more.`);
      }
      const shown = buttonsOf(message.blocks).find(
        ({ block, button }) => button.action_id === actionId && (blockId === undefined || block.block_id === blockId),
      );
      if (!shown) throw new NotPossible(`The message does not show a button ${actionId} now.`);
      const asked = { person: person.id, channel: channel.id, originalTs: message.ts };
      const responseUrl = `${base()}${urls.mint('actions', asked)}`;
      const triggerId = triggers.mint(person.id);
      const delivered = await delivery.deliver(
        'interactive',
        blockActionsPayload({ person, channel, message, ...shown, responseUrl, triggerId }),
      );
      if (!delivered.ok) throw pressNotTaken(delivered.error);
    },

    async command({ person: personId, channel: channelId, text }) {
      const person = who(personId);
      const channel = where(person, channelId);
      const [, command = '', rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
      if (command === '') throw new NotPossible('A command begins with a slash, such as /incident list.');
      if (command === '/dnd') {
        slackbotSays(person, channel, runDnd(quiet, person, rest.trim(), Date.now()));
        return;
      }
      if (!slashCommands.includes(command)) {
        slackbotSays(
          person,
          channel,
          `\`${command}\` is not a valid command. In Slack, all messages that start with the "/" character are interpreted as slash commands.`,
        );
        return;
      }
      const asked = { person: person.id, channel: channel.id, originalTs: null };
      const responseUrl = `${base()}${urls.mint('commands', asked)}`;
      const triggerId = triggers.mint(person.id);
      const delivered = await delivery.deliver(
        'slash_commands',
        slashCommandPayload({ person, channel, command, text: rest.trim(), responseUrl, triggerId }),
      );
      if (!delivered.ok) {
        slackbotSays(person, channel, `${command} failed with the error "${delivered.error}"`);
        throw new NotDelivered(
          delivered.error,
          `${command} failed: ${failureWords[delivered.error]} (${delivered.error}).`,
        );
      }
      const { payload } = delivered;
      if (typeof payload !== 'object' || payload === null || Object.keys(payload).length === 0) return;
      const result = applyReply(world, asked, payload);
      if (!result.ok) slackbotSays(person, channel, `${command} failed with the error "${result.error}"`);
    },

    say({ person: personId, channel: channelId, text, threadTs }) {
      const person = who(personId);
      const channel = where(person, channelId);
      if (text.trim() === '') throw new NotPossible('There is nothing to send.');
      world.post({
        channel: channel.id,
        author: person.id,
        text: escaped(text),
        blocks: [],
        threadTs: threadTs ?? null,
      });
    },
  };
}
