import { fillIncidents } from './fill.ts';
import { said } from './intake.ts';
import { startPeer } from './peer.ts';
import type { Place } from './place.ts';
import { part, type Row, say } from './row.ts';
import { openRows } from './rows.ts';
import { type Load, sendersAt } from './senders.ts';
import { eventOf, furnish } from './team.ts';

const past = Number(process.env.PAST ?? 1_000_000);
const pairs = 5;

/** New alerts with a million past incidents, beside the same with none: what history costs. */
export async function history(place: Place): Promise<readonly Row[]> {
  const empty = await filled(place, 0);
  const full = await filled(place, past);
  const ratios: number[] = [];
  const loads: { empty: Load; full: Load }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const load = { empty: await measure(empty, pair), full: await measure(full, pair) };
    loads.push(load);
    ratios.push(load.empty.perSecond / load.full.perSecond);
    say(`${place.kind} pair ${pair + 1}: empty ${said(load.empty)}; full ${said(load.full)}`);
  }
  const median = (of: (load: { empty: Load; full: Load }) => Load): string =>
    `${Math.round(
      part(
        loads.map((load) => of(load).perSecond),
        0.5,
      ),
    )}/s`;
  return [
    {
      what: `new alerts with ${past.toLocaleString('en')} past incidents: cost`,
      database: place.kind,
      ours: `${part(ratios, 0.5).toFixed(2)} × (${median(({ full: it }) => it)})`,
      limit: `1 × (${median(({ empty: it }) => it)}, none)`,
      aim: 'at most 1.25 ×',
    },
  ];
}

async function filled(place: Place, count: number): Promise<string> {
  const url = await place.fresh();
  await furnish({ DATABASE_URL: url });
  const rows = await openRows(url);
  const begun = performance.now();
  if (count > 0) {
    await fillIncidents(rows, { count, key: 'past', status: 'resolved', stepAt: '1700000000000 + i' });
    // As a database that has been there for years: nothing is left to be cleaned up after the filling.
    if (place.kind === 'postgres') await rows.ask('vacuum analyze');
    if (place.kind === 'postgres') await rows.ask('checkpoint');
  }
  await rows.close();
  say(`${place.kind}: ${count} past incidents in ${Math.round((performance.now() - begun) / 1000)} s`);
  return url;
}

async function measure(url: string, pair: number): Promise<Load> {
  const { address, stop } = await startPeer('peer-intake', { DATABASE_URL: url, LOG_FORMAT: 'json' });
  const load = await sendersAt(address, (at) => eventOf(`pair-${pair}-${at}`, at), { warmUp: 2, seconds: 5 });
  await stop();
  return load;
}
