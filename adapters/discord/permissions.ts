import { PermissionFlagsBits } from 'discord.js';

export interface Needed {
  readonly flag: keyof typeof PermissionFlagsBits;
  /** As Discord's settings call it. */
  readonly name: string;
  readonly why: string;
  readonly where: 'everywhere' | 'text channels';
}

/**
 * What the bot must be allowed in a channel to show cards there, and nothing more. A post of a forum asks for Send Messages
 * and not for Create Public Threads. A thread that was archived is opened again with Send Messages alone, unless a moderator
 * has locked it; that one stays closed. https://docs.discord.com/developers/topics/permissions and
 * https://docs.discord.com/developers/resources/channel#modify-channel-json-params-thread
 */
export const neededPermissions: readonly Needed[] = [
  { flag: 'ViewChannel', name: 'View Channels', why: 'seeing the channels that cards go to', where: 'everywhere' },
  { flag: 'SendMessages', name: 'Send Messages', why: 'cards, and posts in a forum', where: 'everywhere' },
  {
    flag: 'EmbedLinks',
    name: 'Embed Links',
    why: 'what stands in a card: Discord leaves it out otherwise',
    where: 'everywhere',
  },
  {
    flag: 'ReadMessageHistory',
    name: 'Read Message History',
    why: 'starting a thread under a card that stands there already',
    where: 'everywhere',
  },
  {
    flag: 'CreatePublicThreads',
    name: 'Create Public Threads',
    why: "an incident's timeline, in the thread under its card",
    where: 'text channels',
  },
  {
    flag: 'SendMessagesInThreads',
    name: 'Send Messages in Threads',
    why: 'the lines of that timeline',
    where: 'everywhere',
  },
];

/** Where an owner of a server lets the bot in, with the slash commands and what it needs to show cards. */
export function inviteUrl(application: string, apiUrl: string): string {
  const url = new URL('/oauth2/authorize', apiUrl);
  const all = neededPermissions.reduce((bits, { flag }) => bits | PermissionFlagsBits[flag], 0n);
  url.searchParams.set('client_id', application);
  url.searchParams.set('scope', 'bot applications.commands');
  url.searchParams.set('permissions', String(all));
  return url.href;
}
