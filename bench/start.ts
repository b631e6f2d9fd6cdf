import { connect } from 'node:net';
import { setTimeout as until } from 'node:timers/promises';
import { endAll, start as run, startServer } from '../test/process/server.ts';
import { freePort } from '../test/support/free-port.ts';
import { memoryOf } from './memory.ts';
import { startPeer } from './peer.ts';
import type { Place } from './place.ts';
import { ms, part, type Row, say } from './row.ts';
import { openLine, sendersAt } from './senders.ts';
import { startSlack } from './slack.ts';
import { eventOf, furnish } from './team.ts';

const runs = 7;
/** Seconds without load before memory is read. */
const rest = Number(process.env.REST ?? 60);

/** From the start of the process until the first alert is accepted; and the memory that it holds when nothing happens. */
export async function start(place: Place): Promise<readonly Row[]> {
  const slack = await startSlack(() => {});
  const settings = { DATABASE_URL: await place.fresh(), ...slack.settings };
  await furnish(settings);
  const ours: number[] = [];
  const limit: number[] = [];
  for (let at = 0; at < runs; at += 1) {
    ours.push(await untilAccepted(settings, at));
    limit.push(await untilListening(settings));
  }
  say(`${place.kind} start: ${ours.map(ms).join(' ')}; limit ${limit.map(ms).join(' ')}`);
  const server = await startServer({ PORT: '0', ...settings });
  const peer = await startPeer('limit-intake', settings);
  await until(rest * 1000);
  const fresh = memoryOf(server.pid);
  const least = memoryOf(peer.pid);
  await sendersAt(server.address, (at) => eventOf(`load-${at}`, at), { senders: 5, warmUp: 0, seconds: 20 });
  await until(rest * 1000);
  const used = memoryOf(server.pid);
  await peer.stop();
  await endAll();
  slack.stop();
  const on = place.kind;
  return [
    {
      what: 'start to first alert accepted',
      database: on,
      ours: ms(part(ours, 0.5)),
      limit: ms(part(limit, 0.5)),
      aim: '400 ms',
    },
    { what: `memory ${rest} s after the start`, database: on, ours: fresh, limit: least, aim: '120 MB' },
    { what: `memory ${rest} s after 20 s of load`, database: on, ours: used, limit: '–', aim: '120 MB' },
  ];
}

/** Sent again and again until it is taken, every few milliseconds. */
async function untilAccepted(settings: Readonly<Record<string, string>>, number: number): Promise<number> {
  const port = await freePort();
  const begun = performance.now();
  run(['serve'], { ...settings, PORT: String(port) });
  const address = `http://127.0.0.1:${port}`;
  while (!(await listens(port))) await until(2);
  const line = await openLine(address);
  await line.send(eventOf(`start-${number}`, number));
  const took = performance.now() - begun;
  line.close();
  await endAll();
  return took;
}

async function untilListening(settings: Readonly<Record<string, string>>): Promise<number> {
  const begun = performance.now();
  const peer = await startPeer('limit-intake', settings);
  const took = performance.now() - begun;
  await peer.stop();
  return took;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const there = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
  socket.destroy();
  return there;
}
