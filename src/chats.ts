import type { Chat, ChatOptions } from './chat/adapter.ts';
import type { Config } from './config.ts';

export type ChatSettings = Pick<Config, 'slack' | 'discord'>;

/** Whether a platform sends its requests to us: its route must be there before the server listens. */
export function isOverHttp({ slack }: ChatSettings): boolean {
  return slack !== null && 'signingSecret' in slack;
}

/**
 * The platforms that are set up. Their libraries are loaded here and not before: they cost several times the start of all the
 * rest (measured: discord.js 350 ms, Bolt 200 ms), and alerts are taken meanwhile.
 */
export async function openChats(
  { slack, discord }: ChatSettings,
  deps: Pick<ChatOptions, 'core' | 'log' | 'clock'>,
): Promise<readonly Chat[]> {
  const chats: Chat[] = [];
  if (slack !== null) {
    const { createSlack } = await import('../adapters/slack/slack.ts');
    chats.push(createSlack({ ...slack, ...deps }));
  }
  if (discord !== null) {
    const { createDiscord } = await import('../adapters/discord/discord.ts');
    chats.push(createDiscord({ ...discord, ...deps }));
  }
  return chats;
}
