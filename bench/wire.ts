import { setTimeout as until } from 'node:timers/promises';
import { endAll, errorsOf, startServer } from '../test/process/server.ts';
import { startPeer } from './peer.ts';
import type { Place } from './place.ts';
import { type Row, say, spread } from './row.ts';
import { type Line, openLine } from './senders.ts';
import { type Posted, startSlack } from './slack.ts';
import { eventOf, furnish } from './team.ts';

const perSecond = 50;
const seconds = 20;
/** Sent before, and not counted: the server has compiled what it runs by then. */
const warmUp = perSecond * 10;
const all = warmUp + perSecond * seconds;

/** Milliseconds of `performance.now()`, by the number of the alert. */
interface Times {
  readonly accepted: number[];
  readonly page: number[];
  readonly card: number[];
}

/** From the 202 to the first message about the alert, as Slack sees it come: to the person, and to the channel. */
export async function wire(place: Place): Promise<readonly Row[]> {
  const ours = await measure(async (slack) => {
    const settings = { PORT: '0', DATABASE_URL: await place.fresh(), ...slack };
    await furnish(settings);
    const server = await startServer(settings);
    return {
      address: server.address,
      stop: async () => {
        for (const line of errorsOf(server)) say(JSON.stringify(line));
        await endAll();
      },
    };
  });
  const limit = await measure((slack) => startPeer('limit-wire', slack));
  const row = (what: string, of: (times: Times) => readonly number[], aim: string): Row => {
    const took = (times: Times): number[] => of(times).map((at, number) => at - (times.accepted[number] ?? 0));
    const after = (times: Times): string => spread(took(times).slice(warmUp));
    say(`${place.kind} ${what}: ours ${after(ours)}, limit ${after(limit)}`);
    return { what, database: place.kind, ours: after(ours), limit: after(limit), aim };
  };
  return [
    row(`202 → page (DM) at Slack, ${perSecond}/s, p50 / p99`, ({ page }) => page, 'p99 50 ms'),
    row(`202 → card at Slack, ${perSecond}/s, p50 / p99`, ({ card }) => card, '–'),
  ];
}

type Settings = Readonly<Record<string, string>>;

async function measure(
  start: (slack: Settings) => Promise<{ address: string; stop(): Promise<void> }>,
): Promise<Times> {
  const times: Times = { accepted: [], page: [], card: [] };
  const slack = await startSlack((message) => note(times, message));
  const { address, stop } = await start(slack.settings);
  await load(address, times);
  say(`calls: ${JSON.stringify([...slack.calls])}`);
  await stop();
  slack.stop();
  return times;
}

function note({ page, card }: Times, { at, channel, text }: Posted): void {
  const number = /alert-(\d+)/.exec(text)?.[1];
  const times = channel.startsWith('D') ? page : card;
  if (number !== undefined) times[Number(number)] ??= at;
}

/** Open: a slow answer delays no later alert. */
async function load(address: string, times: Times): Promise<void> {
  const free: Line[] = [];
  const fire = async (number: number): Promise<void> => {
    const line = free.pop() ?? (await openLine(address));
    await line.send(eventOf(`alert-${number}`, number));
    times.accepted[number] = performance.now();
    free.push(line);
  };
  const calls: Promise<void>[] = [];
  const begun = performance.now();
  for (let number = 0; number < all; number += 1) {
    const early = begun + (number * 1000) / perSecond - performance.now();
    if (early > 0) await until(early);
    calls.push(fire(number));
  }
  await Promise.all(calls);
  const arrived = (some: readonly number[]): number => some.filter((at) => at > 0).length;
  for (let tries = 0; arrived(times.page) < all || arrived(times.card) < all; tries += 1) {
    if (tries === 600)
      throw new Error(`${arrived(times.card)} cards and ${arrived(times.page)} pages of ${all} arrived`);
    await until(100);
  }
  for (const line of free) line.close();
}
