import { endAll, startServer } from '../test/process/server.ts';
import { startPeer } from './peer.ts';
import type { Place } from './place.ts';
import { ms, part, type Row, say } from './row.ts';
import { type Load, sendersAt } from './senders.ts';
import { startSlack } from './slack.ts';
import { eventOf, furnish, services } from './team.ts';

/** The same few alerts again and again. */
const known = 1000;

const fresh = (at: number): string => eventOf(`alert-${at}`, at);
const again = (at: number): string => eventOf(`known-${at % known}`, at % known);

export const said = ({ perSecond, took }: Load): string => `${Math.round(perSecond)}/s, p99 ${ms(part(took, 0.99))}`;

/** Durable events a second from 50 senders: intake alone beside its limit, then the whole server, which pages meanwhile. */
export async function intake(place: Place): Promise<readonly Row[]> {
  const ours = await measure(place, 'peer-intake');
  const limit = await measure(place, 'limit-intake');
  const whole = await wholeServer(place);
  const on = place.kind;
  const share = (a: Load, b: Load): string => `${said(b)} (we: ${Math.round((a.perSecond / b.perSecond) * 100)} %)`;
  return [
    {
      what: 'new alerts, 50 senders',
      database: on,
      ours: said(ours.fresh),
      limit: share(ours.fresh, limit.fresh),
      aim: '3,300/s, half the limit',
    },
    {
      what: 'repeated alerts, 50 senders',
      database: on,
      ours: said(ours.again),
      limit: share(ours.again, limit.again),
      aim: 'half the limit',
    },
    { what: 'new alerts while all of them are paged', database: on, ours: said(whole), limit: '–', aim: '–' },
  ];
}

async function measure(place: Place, peer: string): Promise<{ fresh: Load; again: Load }> {
  const url = await place.fresh();
  const settings = { DATABASE_URL: url, LOG_FORMAT: 'json' };
  await furnish(settings);
  const { address, stop } = await startPeer(peer, settings);
  const first = await sendersAt(address, fresh);
  await sendersAt(address, again, { warmUp: 0, seconds: 2 });
  const second = await sendersAt(address, again);
  await stop();
  say(`${place.kind} ${peer}: new ${said(first)}; repeated ${said(second)}`);
  return { fresh: first, again: second };
}

async function wholeServer(place: Place): Promise<Load> {
  const slack = await startSlack(() => {});
  const settings = { PORT: '0', DATABASE_URL: await place.fresh(), ...slack.settings };
  await furnish(settings);
  const server = await startServer(settings);
  const load = await sendersAt(server.address, fresh);
  say(`${place.kind} whole server: ${said(load)}; ${services} services; calls ${JSON.stringify([...slack.calls])}`);
  await endAll();
  slack.stop();
  return load;
}
