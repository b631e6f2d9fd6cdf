import { Client, DiscordAPIError, type Events, GatewayIntentBits, REST } from 'discord.js';
import { onTestFinished } from 'vitest';
import { type Discord, type DiscordOptions, startDiscord } from '../../sandbox/discord/discord.ts';
import { openApiJudge } from '../support/discord-openapi.ts';

export const ada = '1100000000000000101';
export const bo = '1100000000000000102';
export const ops = '1100000000000000301';
export const random = '1100000000000000303';
export const forum = '1100000000000000304';

/** A local Discord on a free port, closed when the test is over. */
export async function openDiscord(options: Partial<DiscordOptions> = {}): Promise<Discord> {
  const judge = openApiJudge && { judge: openApiJudge };
  const discord = await startDiscord({ host: '127.0.0.1', port: 0, ...judge, ...options });
  onTestFinished(() => discord.close());
  return discord;
}

/** The real REST client, with only its address changed; it does not try again. */
export function restOf(discord: Discord, token = discord.botToken): REST {
  return new REST({ api: discord.api, retries: 0 }).setToken(token);
}

/** The real client, logged in and ready; gone when the test is over. */
export async function clientOf(
  discord: Discord,
  intents: readonly GatewayIntentBits[] = [GatewayIntentBits.Guilds],
): Promise<Client<true>> {
  const client = new Client({ intents, rest: { api: discord.api, retries: 0 } });
  onTestFinished(() => client.destroy());
  const ready = new Promise<Client<true>>((resolve) => {
    client.once('clientReady' satisfies `${Events.ClientReady}`, resolve);
  });
  await client.login(discord.botToken);
  return await ready;
}

/** How the API refused: the status, Discord's number, and the fields as dotted paths with the codes of what is wrong. */
export async function refusal(call: Promise<unknown>): Promise<{ status: number; code: number; fields: string[] }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    const { errors } = { errors: undefined, ...error.rawError };
    return { status: error.status, code: Number(error.code), fields: flat(errors, []) };
  }
  throw new Error('It was not refused');
}

function flat(tree: unknown, path: readonly string[]): string[] {
  if (Array.isArray(tree)) return tree.map(({ code }) => `${path.slice(0, -1).join('.')} ${code}`.trim());
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, inner]) => flat(inner, [...path, key]));
}
