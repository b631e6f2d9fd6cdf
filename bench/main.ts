/**
 * Our figures, each beside what could not be beaten, in one run: `npm run bench`, or some of them, `npm run bench -- intake sqlite`.
 * Every process is on this machine: sender, Slack and server share its cores. docs/bench.md says what the figures mean.
 */
import { loadavg } from 'node:os';
import { endAll } from '../test/process/server.ts';
import { both } from './both.ts';
import { history } from './history.ts';
import { intake } from './intake.ts';
import { endPeers } from './peer.ts';
import { kinds, openPlace, type Place } from './place.ts';
import { machine, type Row, say, table } from './row.ts';
import { start } from './start.ts';
import { steps } from './steps.ts';
import { wire } from './wire.ts';

const figures: Readonly<Record<string, (place: Place) => Promise<readonly Row[]>>> = {
  intake,
  wire,
  both,
  steps,
  history,
  start,
};

const words = process.argv.slice(2);
const asked = <T extends string>(all: readonly T[]): readonly T[] => {
  const named = all.filter((one) => words.includes(one));
  return named.length === 0 ? all : named;
};
const names = asked(Object.keys(figures));
const unknown = words.filter((word) => !(word in figures) && !kinds.some((kind) => kind === word));
if (unknown.length > 0)
  throw new Error(`${unknown.join(', ')}: name ${[...Object.keys(figures), ...kinds].join(', ')}`);

const rows: Row[] = [];
const versions: string[] = [];
const [busy = 0] = loadavg();
for (const kind of asked(kinds)) {
  const place = await openPlace(kind);
  versions.push(place.version);
  try {
    for (const name of names) rows.push(...((await figures[name]?.(place)) ?? []));
  } finally {
    await endAll();
    endPeers();
    await place.remove();
  }
}
say(`\n${machine(versions)}\nLoad of the machine when it began: ${busy.toFixed(2)}.\n\n${table(rows)}`);
process.exit();
