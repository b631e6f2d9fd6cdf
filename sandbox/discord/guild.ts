import { PermissionFlagsBits } from 'discord-api-types/v10';

/** The one server, its app and its people: fixed, so that a configuration written today works tomorrow. */
export const guild = { id: '1100000000000000001', name: 'Sandbox', ownerId: '1100000000000000101' } as const;

export const bot = {
  /** The app's id and its bot's user id, which are one number since 2016. */
  id: '1100000000000000050',
  name: 'Reveille',
  discriminator: '0001',
} as const;

/** Not a secret: it opens nothing but this sandbox. The form of a token, for clients read the app's id out of it. */
export const botToken = `${Buffer.from(bot.id).toString('base64url')}.sandbox.not-a-secret`;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
}

/** The same people as in the local Slack. */
export const people: readonly Person[] = [
  { id: '1100000000000000101', name: 'ada', realName: 'Ada Lovelace' },
  { id: '1100000000000000102', name: 'bo', realName: 'Bo Diddley' },
  { id: '1100000000000000103', name: 'cy', realName: 'Cy Young' },
];

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly position: number;
  readonly permissions: bigint;
  readonly mentionable: boolean;
  /** Given by Discord to an app's bot, and to nobody else. */
  readonly isManaged: boolean;
}

const everybodyMay =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.UseApplicationCommands;

/** What the app's bot is invited with, beyond what everybody may. */
const botMay = PermissionFlagsBits.ManageThreads | PermissionFlagsBits.ManageRoles;

/** The role that everybody has, and whose id is the server's (https://docs.discord.com/developers/topics/permissions). */
export const everyone: Role = {
  id: guild.id,
  name: '@everyone',
  position: 0,
  permissions: everybodyMay,
  mentionable: false,
  isManaged: false,
};

export const botRole: Role = {
  id: '1100000000000000202',
  name: bot.name,
  position: 2,
  permissions: everybodyMay | botMay,
  mentionable: false,
  isManaged: true,
};

export const roles: readonly Role[] = [
  everyone,
  {
    id: '1100000000000000201',
    name: 'On call',
    position: 1,
    permissions: 0n,
    mentionable: true,
    isManaged: false,
  },
  botRole,
];

/** A text channel of the server, or a forum; `denied`: what the bot may not do there. */
export interface ServerChannel {
  readonly kind: 'text' | 'forum';
  readonly id: string;
  readonly name: string;
  readonly denied: bigint;
}

/** The bot does not see #random, as it is no member of it in the local Slack. */
export const serverChannels: readonly ServerChannel[] = [
  { kind: 'text', id: '1100000000000000301', name: 'ops', denied: 0n },
  { kind: 'text', id: '1100000000000000302', name: 'general', denied: 0n },
  { kind: 'text', id: '1100000000000000303', name: 'random', denied: PermissionFlagsBits.ViewChannel },
  { kind: 'forum', id: '1100000000000000304', name: 'incidents', denied: 0n },
];

/** When the server was made and everybody joined it. */
export const since = '2023-04-24T00:00:00.000000+00:00';
