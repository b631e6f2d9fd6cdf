import { setTimeout as until } from 'node:timers/promises';
import { endAll, startServer } from '../test/process/server.ts';
import { fillIncidents } from './fill.ts';
import type { Place } from './place.ts';
import { ms, type Row, say, spread } from './row.ts';
import { openRows } from './rows.ts';
import { startSlack } from './slack.ts';
import { furnish } from './team.ts';

const count = Number(process.env.STEPS ?? 10_000);
/** The wait of the first rule, see `team.ts`: steps are given the time at which they are due less this. */
const wait = 3_600_000;
/** Until the server is up, in milliseconds. */
const ahead = 6000;
/** So many of the pages that reach Slack first are watched: which of those that are due at once are decided first is nobody's matter. */
const watched = 300;

/** Lateness of escalations: 10,000 spread over a minute, then 10,000 in one instant. */
export async function steps(place: Place): Promise<readonly Row[]> {
  const spreadOut = await measure(place, 60_000);
  const atOnce = await measure(place, 0);
  const on = place.kind;
  const limit = 'the clock: 0';
  return [
    {
      what: `${count} steps spread over 60 s: late by, p50 / p99`,
      database: on,
      ours: spread(spreadOut.decided),
      limit,
      aim: 'p99 50 ms',
    },
    { what: `the same, first ${watched} on the wire`, database: on, ours: spread(spreadOut.wire), limit, aim: '–' },
    {
      what: `${count} steps due in one instant: all decided after`,
      database: on,
      ours: ms(Math.max(...atOnce.decided)),
      limit,
      aim: '5 s',
    },
    { what: `the same, first ${watched} on the wire`, database: on, ours: spread(atOnce.wire), limit, aim: '–' },
  ];
}

interface Lateness {
  readonly decided: readonly number[];
  readonly wire: readonly number[];
}

/** `over`: milliseconds over which they are due, evenly. */
async function measure(place: Place, over: number): Promise<Lateness> {
  const pages = new Map<number, number>();
  const slack = await startSlack(({ channel, text }) => {
    const number = /due-(\d+)/.exec(text)?.[1];
    if (number !== undefined && channel.startsWith('D')) pages.set(Number(number), Date.now());
  });
  const settings = { PORT: '0', DATABASE_URL: await place.fresh(), LOG_LEVEL: 'warn', ...slack.settings };
  await furnish(settings);
  const rows = await openRows(settings.DATABASE_URL);
  // Filling takes a moment too: it is done once in vain, to know how long.
  const first = Date.now() + ahead + Math.ceil(count / 2);
  const due = (number: number): number => first + Math.floor((number * over) / count);
  const stepAt = `${first - wait} + (i * ${over}) / ${count}`;
  await fillIncidents(rows, { count, key: 'due', status: 'triggered', stepAt });
  const server = await startServer({ ...settings, LOG_LEVEL: 'info' });
  if (Date.now() > first) throw new Error('the server was not there when the first step was due; set a longer `ahead`');
  const done = async (): Promise<number> => {
    const [row] = await rows.ask(
      `select count(*) as n from job where kind = 'escalation.due' and due_at < ?`,
      first + over + 1000,
    );
    return Number(row?.n);
  };
  while (Date.now() < first + over) await until(500);
  for (let tries = 0; (await done()) > 0 || pages.size < Math.min(watched, count); tries += 1) {
    if (tries === 600) throw new Error(`${await done()} steps are left`);
    await until(200);
  }
  const taken = await rows.ask(
    `select e.at, i.key from event e join incident i on i.id = e.incident_id where e.name = 'incident.escalated' and e.place > 3 and i.key like 'due-%'`,
  );
  const lateness = taken.map(({ at, key }) => Number(at) - due(Number(String(key).slice('due-'.length))));
  const earliest = [...pages].sort(([, a], [, b]) => a - b).slice(0, watched);
  const wire = earliest.map(([number, at]) => at - due(number));
  say(
    `${place.kind} over ${over} ms: ${lateness.length} decided ${spread(lateness)}, most ${ms(Math.max(...lateness))}; wire of ${wire.length} ${spread(wire)}`,
  );
  await endAll();
  await rows.close();
  slack.stop();
  void server;
  return { decided: lateness, wire };
}
