import type { ChatCore, ChatPort } from './chat/port.ts';
import type { Config } from './config.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { RawRoute } from './lib/raw-route.ts';
import type { Result } from './lib/result.ts';

/** A platform, from its first connection to its last. */
export interface Chat {
  readonly port: ChatPort;
  /** Where it sends its requests, over HTTP; null: it is connected to. */
  readonly route: RawRoute | null;
  /** Refuses a wrong token alone; a platform that cannot be reached is tried until it can. */
  start(): Promise<Result<null, { readonly message: string }>>;
  stop(): Promise<void>;
}

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
  deps: { readonly core: ChatCore; readonly log: Log; readonly clock: Clock },
): Promise<readonly Chat[]> {
  const chats: Chat[] = [];
  if (slack !== null) {
    const { createSlack } = await import('../adapters/slack/slack.ts');
    chats.push(createSlack({ ...slack, ...deps }));
  }
  if (discord !== null) {
    const { createDiscord } = await import('../adapters/discord/discord.ts');
    chats.push({ ...createDiscord({ ...discord, ...deps }), route: null });
  }
  return chats;
}
