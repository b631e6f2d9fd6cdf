import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '../account/platform.ts';
import type { Store } from '../db/store.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import { never } from '../lib/result.ts';
import type { Call, CallOutcome, ContactPort } from '../paging/port.ts';
import { createLately, type Lately } from './lately.ts';
import { mirrorCard } from './mirror-card.ts';
import { keepQuiet, quietNow } from './place/store.ts';
import type { Act, ChatPort, Outcome } from './port.ts';
import { notYet, reach } from './reach.ts';
import { keepMirror } from './store.ts';

export interface DmDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly ports: readonly ChatPort[];
}

/** What need not be asked anew for each page. */
interface Known {
  /** Of the direct message, by connection and person. */
  readonly channels: Lately<string>;
  /** Until when the platform keeps notifications from a person. */
  readonly quiet: Lately<Instant | null>;
}

/** A page by direct message: the card with its buttons, remembered as a mirror so that it is kept true. */
export function dmContact(deps: DmDeps, platform: Platform): ContactPort {
  const known: Known = { channels: createLately(deps.clock), quiet: createLately(deps.clock) };
  return { contact: platform, call: (call) => page(deps, known, call) };
}

async function page(deps: DmDeps, known: Known, call: Call): Promise<CallOutcome> {
  const way = await reach(deps, call.connectionId);
  if (way.kind === 'not-yet') return { kind: 'broken', reason: notYet };
  if (way.kind === 'none') return { kind: 'failed', reason: 'no token of ours belongs to this workspace' };
  const { port } = way;
  const who = `${call.connectionId}:${call.address}`;

  // Asked beside the page and never waited for before it: it only says how much to hope for.
  const hours = quietHours(port, call.address, known.quiet, who);
  const before = known.channels.known(who);
  const channel = before === undefined ? await open(deps, port, call) : before.value;
  if (typeof channel !== 'string') return channel;
  if (before === undefined) known.channels.keep(who, channel);

  const posting = await quiet(deps, port, call, 'post', channel);
  if (posting !== null) return posting;
  const drawn = await mirrorCard(deps.store.read, call, deps.clock());
  if (drawn === null) return { kind: 'failed', reason: 'the incident is not there' };
  const { card } = drawn;
  const posted = await port.post(channel, { card }, { title: card.lock, once: call.deliveryId });
  if (posted.kind !== 'done') {
    known.channels.forget(who);
    const isOver = posted.kind === 'gone' && posted.what === 'channel';
    return isOver && before !== undefined ? await page(deps, known, call) : failed(call, posted);
  }
  const { accountId, incidentId, pageId, connectionId } = call;
  const mirror = { id: deps.newId('mir'), accountId, incidentId, pageId, connectionId, channel };
  const { message } = posted.value;
  return {
    kind: 'sent',
    quietUntil: await hours,
    record: (tx) => keepMirror(tx, { ...mirror, message, version: drawn.version }),
  };
}

/** The channel of the direct message with this person; otherwise how the page ends. */
async function open(deps: DmDeps, port: ChatPort, call: Call): Promise<string | CallOutcome> {
  const opening = await quiet(deps, port, call, 'open-dm', '');
  if (opening !== null) return opening;
  const opened = await port.openDm(call.address);
  return opened.kind === 'done' ? opened.value.channel : failed(call, opened);
}

/** Milliseconds that the answer may take; what comes later is not known. */
const quietPatience = 300;

/** Until when the platform shows this person no notifications. Null: it does, or it does not say so in time. */
async function quietHours(port: ChatPort, person: string, known: Known['quiet'], who: string): Promise<Instant | null> {
  const before = known.known(who);
  if (before !== undefined) return before.value;
  const late = new AbortController();
  const asked = port.quietUntil(person).then((outcome) => {
    if (outcome.kind !== 'done') return null;
    known.keep(who, outcome.value.until);
    return outcome.value.until;
  });
  const patience = sleep(quietPatience, null, { signal: late.signal }).catch(() => null);
  try {
    return await Promise.race([asked, patience]);
  } finally {
    late.abort();
  }
}

/** The platform asked for peace earlier, and it is not over. */
async function quiet(deps: DmDeps, port: ChatPort, call: Call, act: Act, channel: string): Promise<CallOutcome | null> {
  const scopes = await quietNow(deps.store.read, call.connectionId, deps.clock());
  const times = port.scopes(act, channel).flatMap((scope) => scopes.get(scope) ?? []);
  if (times.length === 0) return null;
  const at = Math.max(...times);
  return { kind: 'later', at, why: 'the platform asked for peace', record: async () => {} };
}

function failed(call: Call, outcome: Exclude<Outcome<unknown>, { kind: 'done' }>): CallOutcome {
  switch (outcome.kind) {
    case 'later': {
      const { at, scope } = outcome;
      const why = 'the platform asked for peace';
      return { kind: 'later', at, why, record: (tx) => keepQuiet(tx, call.connectionId, scope, at) };
    }
    case 'gone':
    case 'refused':
      return { kind: 'failed', reason: outcome.reason };
    case 'broken':
      return outcome;
    default:
      return never(outcome);
  }
}
