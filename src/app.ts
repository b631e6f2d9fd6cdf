import { randomBytes } from 'node:crypto';
import { platforms } from './account/platform.ts';
import { createChatCore } from './chat/core.ts';
import type { Installation } from './chat/deps.ts';
import { dmContact } from './chat/dm.ts';
import { doubtUnended } from './chat/doubt.ts';
import { flushWorker } from './chat/flush.ts';
import { closedOf, flushOf, redrawOf } from './chat/kinds.ts';
import { lookAgainWorker } from './chat/look-again.ts';
import { noticeWorker } from './chat/notice.ts';
import { everyClosed } from './chat/place/store.ts';
import type { ChatCore, ChatPort } from './chat/port.ts';
import { redrawWorker } from './chat/redraw.ts';
import { placesBehind, reviveOpen } from './chat/store.ts';
import { wantRedraw } from './chat/want.ts';
import { attempt } from './db/attempt.ts';
import type { Store, Tx } from './db/store.ts';
import type { Event, Publish } from './event/event.ts';
import type { EventName } from './event/names.ts';
import { cardHandler } from './handler/card.ts';
import { joinedHandler } from './handler/joined.ts';
import { linkedHandler } from './handler/linked.ts';
import { logHandler } from './handler/log.ts';
import { metricsHandler } from './handler/metrics.ts';
import { ownersHandler } from './handler/owners.ts';
import { pageHandler } from './handler/page.ts';
import type { Handler, Subscription } from './hook/handler.ts';
import { createPublish } from './hook/publish.ts';
import { subscribe } from './hook/subscribe.ts';
import type { IncidentDeps } from './incident/apply.ts';
import type { Intake } from './incident/port.ts';
import { receive } from './incident/receive.ts';
import { timeoutsWorker } from './incident/timeouts.ts';
import { repeatPause } from './incident/timers.ts';
import { timerWorkers } from './incident/workers.ts';
import type { AnyWorker } from './job/job.ts';
import { createJobs, type Jobs } from './job/jobs.ts';
import type { Clock, Instant } from './lib/clock.ts';
import type { NewId } from './lib/ids.ts';
import type { Log } from './lib/log.ts';
import { deliverWorker } from './paging/deliver.ts';
import { recordChange } from './service/change.ts';
import type { Changes } from './service/port.ts';

export interface AppDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** Names this process in the locks of its jobs. */
  readonly owner: string;
  /** The chat adapters, as far as they are configured. Read when a job runs, so they may come later. */
  readonly ports: readonly ChatPort[];
  readonly count: (event: EventName) => void;
  readonly newReference: () => string;
  readonly installation: Installation;
}

/** The parts, met: what the edges call, and the jobs that an executor runs. */
export interface App {
  readonly intake: Intake;
  readonly changes: Changes;
  readonly chat: ChatCore;
  readonly jobs: Jobs;
  /** Once at start: whatever chat has not been shown yet is asked for again, and what it refused of open incidents. */
  recall(): Promise<void>;
}

export function createApp(deps: AppDeps): App {
  const { store, clock, newId, log, ports } = deps;
  const workers: AnyWorker[] = [];
  const { owner } = deps;
  const jobs = createJobs({ store, clock, newId, log, owner, workers: () => workers, onUnended: doubtUnended });
  const { later } = jobs;

  // Handlers publish too (a page that cannot be asked for is an event), so they are given the publisher by name.
  const publish: Publish = (tx, events: readonly Event[]) => publisher(tx, events);
  const subscriptions = [
    everything(logHandler(log)),
    everything(metricsHandler(deps.count)),
    everything(pageHandler({ newId, publish })),
    everything(cardHandler({ newId })),
    everything(joinedHandler({ newId })),
    everything(ownersHandler({ newId })),
    everything(linkedHandler()),
  ];
  const publisher = createPublish({ later, subscriptions });

  const incident: IncidentDeps = {
    publish,
    later,
    newId,
    repeated: (tx, incidentId, now) => later(tx, redrawOf(incidentId, 'repeated', now + repeatPause)),
  };
  const changed = async (tx: Tx, incidentId: string, now: Instant): Promise<void> => {
    for (const flush of await wantRedraw(tx, incidentId, now)) await later(tx, flush);
  };
  workers.push(
    ...timerWorkers({ ...incident, store, clock }),
    timeoutsWorker({ store, clock, later, changed }),
    deliverWorker({
      store,
      clock,
      publish,
      newId,
      contacts: platforms.map((platform) => dmContact({ store, clock, newId, ports }, platform)),
      changed,
    }),
    flushWorker({ store, clock, newId, log, later, ports }),
    redrawWorker({ store, clock, later }),
    lookAgainWorker({ store, clock, later }),
    noticeWorker({ store, clock, newId, later, ports }),
  );

  return {
    jobs,
    chat: createChatCore({
      ...incident,
      store,
      clock,
      log,
      ports,
      randomBytes,
      newReference: deps.newReference,
      installation: deps.installation,
    }),
    intake: {
      receive: (key, signals) => attempt(store, (tx) => receive(tx, incident, key, signals, clock())),
    },
    changes: {
      record: (key, change) => attempt(store, (tx) => recordChange(tx, incident, key, change, clock())),
    },
    recall: async () => {
      await store.transaction(async (tx) => {
        await reviveOpen(tx);
        for (const place of await placesBehind(tx)) await later(tx, flushOf(place, clock()));
        for (const place of await everyClosed(tx)) await later(tx, closedOf(place, clock()));
      });
    },
  };
}

/** A default global hook: every event that its handler supports. */
function everything<C, N extends EventName>(handler: Handler<C, N>): Subscription {
  const made = subscribe(handler, ['*'], {});
  if (!made.ok) throw new Error(`the default hook ${handler.name} is refused: ${made.refusal.code}`);
  return made.value;
}
