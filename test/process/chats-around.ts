import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { openApiJudge } from '../support/discord-openapi.ts';
import { freePort } from '../support/free-port.ts';
import { readDiscord } from '../support/read-discord.ts';
import { readMessage } from '../support/read-message.ts';
import { endAll, runCommand, type Settings, teamFile } from './server.ts';

export const platforms = ['slack', 'discord'] as const;
export type Platform = (typeof platforms)[number];

const ids = {
  slack: { place: 'T0SANDBOX', ops: 'C0OPS', ada: 'U0ADA' },
  discord: { place: '1100000000000000001', ops: '1100000000000000301', ada: '1100000000000000101' },
} as const;

/** A message about an incident, as a person finds it. */
export interface Seen {
  readonly id: string;
  readonly channel: string;
  readonly text: string;
  /** What the sandbox needs to press a button, by its label. */
  readonly buttons: ReadonlyMap<string, string>;
}

/** Slack and Discord around a server, and an account that lives in both at once. */
export interface ChatsAround {
  readonly sandbox: Sandbox;
  readonly settings: Settings;
  readonly address: string;
  /** The cards in #ops. */
  cards(platform: Platform, number: number): readonly Seen[];
  /** The direct messages to Ada. */
  pages(platform: Platform, number: number): readonly Seen[];
  /** Resolves when the app has acknowledged; rejects where it did not. */
  press(platform: Platform, message: Seen, label: string): Promise<void>;
  /** Every post to the channel, or anywhere, is refused until it is mended. */
  refusePosts(platform: Platform, channel?: string): void;
  /** What is posted in #ops, or to Ada, stands there; whoever posted it hears of it `ms` milliseconds later. */
  holdPosts(platform: Platform, where: 'ops' | 'ada', ms: number): void;
  refuseEdits(platform: Platform): void;
  mend(): void;
  close(): Promise<void>;
}

const posting = { slack: 'chat.postMessage', discord: 'POST /channels/{channel.id}/messages' } as const;
const editing = { slack: 'chat.update', discord: 'PATCH /channels/{channel.id}/messages/{message.id}' } as const;
export const ops = { slack: ids.slack.ops, discord: ids.discord.ops } as const;

/** The database need not be there yet: it is made, with the account. */
export async function openChatsAround(database: string): Promise<ChatsAround> {
  const folder = mkdtempSync(join(tmpdir(), 'reveille-both-'));
  const sandbox = await startSandbox({
    host: '127.0.0.1',
    port: 0,
    ...(openApiJudge && { discordJudge: openApiJudge }),
  });
  const port = await freePort();
  const settings = {
    PORT: String(port),
    DATABASE_URL: database,
    SLACK_BOT_TOKEN: sandbox.slack.botToken,
    SLACK_APP_TOKEN: sandbox.slack.appToken,
    SLACK_API_URL: sandbox.slack.apiUrl,
    DISCORD_TOKEN: sandbox.discord.botToken,
    DISCORD_API_URL: sandbox.discord.api,
  };
  const team = join(folder, 'team.yaml');
  writeFileSync(team, onBoth(teamFile));
  await runCommand(['apply', team], settings);

  const inSlack = (channel: string): readonly Seen[] =>
    sandbox.world.messages
      .filter((message) => message.channel === channel && message.threadTs === null && message.onlyFor === null)
      .map((message) => ({ ...readMessage(message), id: message.ts, channel }));
  const inDiscord = (channel: string): readonly Seen[] =>
    sandbox.discord.world.messages
      .filter((message) => message.channel === channel && message.onlyFor === null)
      .map((message) => ({ ...readDiscord(message), id: message.id, channel }));
  const conversation = (): string => {
    const found = sandbox.discord.world.channels.find((one) => one.kind === 'dm' && one.person === ids.discord.ada);
    return found?.id ?? 'none yet';
  };
  const about = (number: number, seen: readonly Seen[]): readonly Seen[] =>
    seen.filter(({ text }) => new RegExp(`#${number}\\b`).test(text));
  const channelOf = (platform: Platform, where: 'ops' | 'ada'): string => {
    if (where === 'ops') return ids[platform].ops;
    return platform === 'slack' ? 'D0ADA' : conversation();
  };
  const refuse = (platform: Platform, which: 'posting' | 'editing', channel?: string): void => {
    const lasting = { kind: 'server-error', lasts: 'until-ended' } as const;
    const method = (which === 'posting' ? posting : editing)[platform];
    const scope = channel === undefined ? { method } : { method, channel };
    (platform === 'slack' ? sandbox : sandbox.discord).faults.begin({ ...lasting, scope });
  };

  return {
    sandbox,
    settings,
    address: `http://127.0.0.1:${port}`,
    cards: (platform, number) =>
      about(number, platform === 'slack' ? inSlack(ids.slack.ops) : inDiscord(ids.discord.ops)),
    pages: (platform, number) => about(number, platform === 'slack' ? inSlack('D0ADA') : inDiscord(conversation())),
    press: async (platform, { id, channel, buttons }, label) => {
      const button = buttons.get(label) ?? '';
      if (platform === 'slack') await sandbox.press({ person: ids.slack.ada, channel, ts: id, actionId: button });
      else await sandbox.discord.press({ person: ids.discord.ada, channel, message: id, customId: button });
    },
    refusePosts: (platform, channel) => refuse(platform, 'posting', channel),
    holdPosts: (platform, where, ms) => {
      const scope = { method: posting[platform], channel: channelOf(platform, where) };
      (platform === 'slack' ? sandbox : sandbox.discord).faults.begin({
        kind: 'slow',
        ms,
        scope,
        lasts: 'until-ended',
      });
    },
    refuseEdits: (platform) => refuse(platform, 'editing'),
    mend: () => {
      sandbox.faults.mendAll();
      sandbox.discord.faults.mendAll();
    },
    close: async () => {
      await endAll();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The team file of the other process tests, whose people and channel are in Discord as well. */
function onBoth(text: string): string {
  const { discord } = ids;
  return text
    .replace('slack: T0SANDBOX', `slack: T0SANDBOX, discord: "${discord.place}"`)
    .replace('slack: U0ADA', `slack: U0ADA, discord: "${discord.ada}"`)
    .replace('slack: C0OPS', `slack: C0OPS, discord: "${discord.ops}"`);
}
