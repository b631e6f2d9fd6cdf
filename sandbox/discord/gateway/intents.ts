import { GatewayIntentBits as Intent } from 'discord-api-types/v10';
import { bot } from '../guild.ts';
import type { Channel, Message } from '../world.ts';

/** Those that an app has only when they were switched on for it (https://docs.discord.com/developers/events/gateway#privileged-intents). */
export const privileged = Intent.GuildMembers | Intent.GuildPresences | Intent.MessageContent;

const known = Object.values(Intent)
  .filter((each): each is Intent => typeof each === 'number')
  .reduce((all, each) => all | each, 0);

/** The close code for these intents, null where they are granted: 4013 (no such intent) or 4014 (not allowed). */
export function objectionTo(intents: number, granted: number): 4013 | 4014 | null {
  if ((intents & ~known) !== 0) return 4013;
  return (intents & privileged & ~granted) === 0 ? null : 4014;
}

/** What must be among the intents to hear of messages there. */
export function neededFor(channel: Channel | undefined): number {
  return channel?.kind === 'dm' ? Intent.DirectMessages : Intent.GuildMessages;
}

/** Whether a session reads what a message says: its own, those to it, and all with the privileged intent. */
export function reads(intents: number, message: Message, channel: Channel | undefined): boolean {
  if ((intents & Intent.MessageContent) !== 0 || channel?.kind === 'dm') return true;
  return message.author === bot.id || message.mentions.users.includes(bot.id);
}
