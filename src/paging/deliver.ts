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
      if (!(await isNeeded(deps, accountId, delivery)))
        return await finish(deps, job, delivery, { status: 'not-needed' });
      const port = deps.contacts.find((contact) => contact.contact === delivery.contact);
      if (port === undefined) {
        return await finish(deps, job, delivery, { status: 'failed', reason: `${delivery.contact} is not configured` });
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
      return await finish(deps, job, delivery, { status: 'sent', quietUntil: outcome.quietUntil }, outcome.record);
    case 'failed':
      return await finish(deps, job, delivery, { status: 'failed', reason: outcome.reason });
    case 'later':
      return await postpone(deps, job, delivery, outcome.at, outcome.why, outcome.record);
    case 'broken':
      return await tryAgain(deps, job, delivery, outcome.reason);
  }
}

type Ending =
  | { readonly status: 'sent'; readonly quietUntil: Instant | null }
  | { readonly status: 'failed'; readonly reason: string }
  | { readonly status: 'not-needed' };

async function finish(
  deps: DeliverDeps,
  job: Job,
  delivery: Delivery,
  ending: Ending,
  keep?: (tx: Tx) => Promise<void>,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const at = deps.clock();
    await keep?.(tx);
    await saveDelivery(tx, delivery.id, { reason: null, ...ending, attempts: delivery.attempts + 1, at });
    const fact = factOf(delivery, ending);
    if (fact !== null) {
      await recordBeside(tx, deps, { accountId: job.payload.accountId, incidentId: delivery.incidentId, fact, at });
    }
    await job.done(tx);
  });
}

function factOf({ personId, contact, step }: Delivery, ending: Ending): Fact | null {
  const page = { personId, contact, step };
  if (ending.status === 'sent') return { name: 'page.delivered', data: { ...page, quietUntil: ending.quietUntil } };
  if (ending.status === 'failed') return { name: 'page.failed', data: { ...page, reason: ending.reason } };
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
