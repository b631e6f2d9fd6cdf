import { setTimeout as until } from 'node:timers/promises';
import { endAll, errorsOf, startServer } from '../test/process/server.ts';
import { channelOn, startDiscord } from './discord.ts';
import { load } from './load.ts';
import { memoryOf } from './memory.ts';
import type { Place } from './place.ts';
import { type Row, say, spread } from './row.ts';
import type { Posted } from './slack.ts';
import { startSlack } from './slack.ts';
import { channelOf, furnish, services } from './team.ts';

const perSecond = 10;
const channels = 20;
const all = perSecond * 30;
/** Sent before, and not counted. */
const warmUp = perSecond * 10;
/** Seconds without load before memory is read. */
const rest = Number(process.env.REST ?? 60);

/** From the 202 until the card stands in Slack and in Discord, and what a process with both clients holds. */
export async function both(place: Place): Promise<readonly Row[]> {
  const accepted: number[] = [];
  const slackCards: number[] = [];
  const discordCards: number[] = [];
  const note =
    (times: number[], isCard: (channel: string) => boolean) =>
    ({ at, channel, text }: Posted): void => {
      const number = /alert-(\d+)/.exec(text)?.[1];
      if (number !== undefined && isCard(channel)) times[Number(number)] ??= at;
    };
  const theirs = new Set(Array.from({ length: services }, (_, at) => channelOn(at)));
  const ours = new Set(Array.from({ length: services }, (_, at) => channelOf(at)));
  const slack = await startSlack(note(slackCards, (channel) => ours.has(channel)));
  const discord = await startDiscord(note(discordCards, (channel) => theirs.has(channel)));
  const settings = { PORT: '0', DATABASE_URL: await place.fresh(), ...slack.settings, ...discord.settings };
  await furnish(settings, { onDiscord: true });
  const server = await startServer(settings);
  await until(rest * 1000);
  const memory = memoryOf(server.pid);
  await load(server.address, { all, perSecond, services: channels, accepted, arrived: [slackCards, discordCards] });
  for (const line of errorsOf(server)) say(JSON.stringify(line));
  await endAll();
  slack.stop();
  await discord.stop();
  const last = accepted.map((at, number) => Math.max(slackCards[number] ?? 0, discordCards[number] ?? 0) - at);
  const took = spread(last.slice(warmUp));
  const alone = (times: readonly number[]): string =>
    spread(times.map((at, number) => at - (accepted[number] ?? 0)).slice(warmUp));
  say(`${place.kind} Slack ${alone(slackCards)}, Discord ${alone(discordCards)}`);
  say(`${place.kind} both cards: ${took}; memory with both clients ${memory}`);
  const on = place.kind;
  return [
    {
      what: `202 → both cards, ${perSecond}/s over ${channels} channels, p50 / p99`,
      database: on,
      ours: took,
      limit: '–',
      aim: '–',
    },
    { what: `memory with both clients, ${rest} s after the start`, database: on, ours: memory, limit: '–', aim: '–' },
  ];
}
