import { ids, littleDiscord } from '../test/support/discord-gateway.ts';
import { json } from '../test/support/discord-stub.ts';
import type { Posted } from './slack.ts';

/** Discord, as far as we ask for it: it takes everything at once and limits nothing. */
export interface Discord {
  readonly settings: { DISCORD_TOKEN: string; DISCORD_API_URL: string };
  stop(): Promise<void>;
}

/** The server that the bot is in. */
export const server = ids.server;
/** The id of a channel, or of a person, with this number. */
export const channelOn = (number: number): string => String(400_000_000_000_000_000n + BigInt(number));
export const personOn = (number: number): string => String(500_000_000_000_000_000n + BigInt(number));

/** `posted` is told of every message in one of the channels, once its body was read; not of those in threads. */
export async function startDiscord(posted: (message: Posted) => void): Promise<Discord> {
  const little = await littleDiscord();
  const { stub } = little;
  const otherwise = stub.reply;
  let last = 900_000_000_000_000_000n;
  const next = (): string => {
    last += 1n;
    return String(last);
  };
  stub.reply = (response, asked) => {
    const at = performance.now();
    const [, channel, threads] = /^\/channels\/(\d+)\/messages(?:\/(\d+)\/threads)?$/.exec(asked.url) ?? [];
    const made = asked.method === 'POST' && (channel !== undefined || asked.url === '/users/@me/channels');
    if (!made && !asked.url.startsWith('/channels/')) return otherwise(response, asked);
    if (made && channel !== undefined && threads === undefined) {
      posted({ at, channel, text: JSON.stringify(asked.body) });
    }
    // A thread bears the id of the message that it starts from.
    json(200, { id: threads ?? next() })(response, asked);
    stub.asked.length = 0;
  };
  return {
    settings: { DISCORD_TOKEN: 'bench.bench.bench', DISCORD_API_URL: stub.apiUrl },
    stop: () => little.close(),
  };
}
