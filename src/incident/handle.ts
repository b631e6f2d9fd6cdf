import type { Actor } from '../account/actor.ts';
import { may } from '../account/may.ts';
import type { Capability } from '../account/role.ts';
import type { Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';
import { no, ok, type Result } from '../lib/result.ts';
import { keepService } from '../service/store.ts';
import { carryOut, factsOf, type IncidentDeps } from './apply.ts';
import { type Command, needs } from './commands.ts';
import { type DecideRefusal, decide } from './decide.ts';
import type { Incident } from './incident.ts';
import { lockIncident, openByKey } from './store.ts';

/** How people name an incident: by its number, or by its id as buttons do. */
export type IncidentRef = { readonly number: number } | { readonly id: string };

export type HandleRefusal =
  | DecideRefusal
  | { readonly code: 'unknown-incident'; readonly ref: IncidentRef }
  | { readonly code: 'not-permitted'; readonly capability: Capability };

/** One command against one incident of the actor's account. */
export async function handle(
  tx: Tx,
  deps: IncidentDeps,
  actor: Actor,
  ref: IncidentRef,
  command: Command,
  now: Instant,
): Promise<Result<Incident, HandleRefusal>> {
  const capability = needs[command.verb];
  if (!may(actor, capability)) return no({ code: 'not-permitted', capability });
  const incident = await lockIncident(tx, actor.accountId, ref);
  if (incident === null) return no({ code: 'unknown-incident', ref });
  const kept = command.verb === 'reopen' ? await keepService(tx, actor.accountId, incident.serviceId) : null;
  const facts = await factsOf(tx, incident, kept);
  const twin = command.verb === 'reopen' ? await openByKey(tx, incident.serviceId, incident.key) : null;
  const decided = decide(incident, command, actor.who, { ...facts, openTwin: twin?.number ?? null }, now);
  if (!decided.ok) return decided;
  return ok(await carryOut(tx, deps, incident, decided.value, actor, now));
}
