import { endAll, errorsOf, startServer } from '../test/process/server.ts';
import { load } from './load.ts';
import { startPeer } from './peer.ts';
import type { Place } from './place.ts';
import { type Row, say, spread } from './row.ts';
import { type Posted, startSlack } from './slack.ts';
import { furnish, services } from './team.ts';

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
  const { accepted, page, card } = times;
  await load(address, { all, perSecond, services, accepted, arrived: [card, page] });
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
