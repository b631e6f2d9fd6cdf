import type { Store, Tx } from '../db/store.ts';
import type { Fact, Publish } from '../event/event.ts';
import { recordBeside } from '../incident/beside.ts';
import { incidentById, moveVersion } from '../incident/store.ts';
import { backoff } from '../job/backoff.ts';
import { type AnyWorker, type Running, worker } from '../job/job.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import { deliverKind } from './kinds.ts';
import type { CallOutcome, ContactPort } from './port.ts';
import { deliveryById, isPagedLater, saveDelivery } from './store.ts';

export interface DeliverDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly publish: Publish;
  readonly newId: NewId;
  readonly contacts: readonly ContactPort[];
  /** What the incident's card says of a page has changed, without an event. Fulfilled by `app.ts`. */
  readonly changed: (tx: Tx, incidentId: string, now: Instant) => Promise<void>;
}

type Delivery = NonNullable<Awaited<ReturnType<typeof deliveryById>>>;
type Job = Running<{ accountId: string; deliveryId: string }>;

/** Carries one page: reads the truth, calls, records how it ended. */
export function deliverWorker(deps: DeliverDeps): AnyWorker {
  return worker({
    kind: deliverKind,
    work: async (job) => {
      const { accountId, deliveryId } = job.payload;
      const delivery = await deliveryById(deps.store.read, accountId, deliveryId);
      if (delivery === null || delivery.status !== 'waiting') return await deps.store.transaction((tx) => job.done(tx));
      if (!(await isNeeded(deps, accountId, delivery))) return await finish(deps, job, delivery, 'not-needed', null);
      const port = deps.contacts.find((contact) => contact.contact === delivery.contact);
      if (port === undefined) {
        return await finish(deps, job, delivery, 'failed', `${delivery.contact} is not configured`);
      }
      const { pageId, connectionId, address, incidentId } = delivery;
      const outcome = await port.call({ deliveryId, accountId, incidentId, pageId, connectionId, address });
      await record(deps, job, delivery, outcome);
    },
  });
}

/** Somebody has answered meanwhile, or a later step pages this person: nobody is woken for nothing. */
async function isNeeded(deps: DeliverDeps, accountId: string, delivery: Delivery): Promise<boolean> {
  const incident = await incidentById(deps.store.read, accountId, delivery.incidentId);
  if (incident === null || incident.state.status !== 'triggered') return false;
  return !(await isPagedLater(deps.store.read, delivery));
}

async function record(deps: DeliverDeps, job: Job, delivery: Delivery, outcome: CallOutcome): Promise<void> {
  switch (outcome.kind) {
    case 'sent':
      return await finish(deps, job, delivery, 'sent', null, outcome.record);
    case 'failed':
      return await finish(deps, job, delivery, 'failed', outcome.reason);
    case 'later':
      return await postpone(deps, job, delivery, outcome.at, outcome.why, outcome.record);
    case 'broken':
      return await tryAgain(deps, job, delivery, outcome.reason);
  }
}

async function finish(
  deps: DeliverDeps,
  job: Job,
  delivery: Delivery,
  status: 'sent' | 'failed' | 'not-needed',
  reason: string | null,
  keep?: (tx: Tx) => Promise<void>,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const at = deps.clock();
    await keep?.(tx);
    await saveDelivery(tx, delivery.id, { status, reason, attempts: delivery.attempts + 1, at });
    const fact = factOf(delivery, status, reason);
    if (fact !== null) {
      await recordBeside(tx, deps, { accountId: job.payload.accountId, incidentId: delivery.incidentId, fact, at });
    }
    await job.done(tx);
  });
}

function factOf(delivery: Delivery, status: 'sent' | 'failed' | 'not-needed', reason: string | null): Fact | null {
  const { personId, contact, step } = delivery;
  if (status === 'sent') return { name: 'page.delivered', data: { personId, contact, step } };
  if (status === 'failed') return { name: 'page.failed', data: { personId, contact, step, reason: reason ?? '' } };
  return null;
}

/** Not before `at`, as the platform asked: no failure, so the next one that is a failure is tried again soon. */
async function postpone(
  deps: DeliverDeps,
  job: Job,
  delivery: Delivery,
  at: Instant,
  reason: string,
  keep: (tx: Tx) => Promise<void>,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    await keep(tx);
    await keepWaiting(tx, deps, delivery, reason);
    await job.again(tx, at);
  });
}

async function tryAgain(deps: DeliverDeps, job: Job, delivery: Delivery, reason: string): Promise<void> {
  await deps.store.transaction(async (tx) => {
    await keepWaiting(tx, deps, delivery, reason);
    await job.again(tx, deps.clock() + backoff(job.attempt), reason);
  });
}

/** The card says why it waits, as soon as that is another reason than before. */
async function keepWaiting(tx: Tx, deps: DeliverDeps, delivery: Delivery, reason: string): Promise<void> {
  const at = deps.clock();
  await saveDelivery(tx, delivery.id, { status: 'waiting', reason, attempts: delivery.attempts + 1, at });
  if (reason === delivery.reason) return;
  await moveVersion(tx, delivery.incidentId);
  await deps.changed(tx, delivery.incidentId, at);
}
