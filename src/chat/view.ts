import type { Reader } from '../db/store.ts';
import { countAlerts, firstAlertOf } from '../incident/alert/store.ts';
import { acknowledgementDue } from '../incident/due.ts';
import type { Incident } from '../incident/incident.ts';
import { type Link, linkSchema } from '../incident/signal.ts';
import { incidentById } from '../incident/store.ts';
import type { Instant } from '../lib/clock.ts';
import { type PageReport, pagesOf } from '../paging/store.ts';
import { peopleByIds } from '../person/store.ts';
import { nextPosition, ruleAt } from '../policy/walk.ts';
import { serviceById } from '../service/store.ts';

/** Everything that a card of an incident says, read from the truth. */
export interface View {
  readonly incident: Incident;
  readonly service: string;
  readonly pages: readonly PageReport[];
  /** Names by id, of everybody whom the card may name. */
  readonly names: ReadonlyMap<string, string>;
  /** Who is paged when the present step has waited long enough; empty: nobody is left. */
  readonly next: readonly string[];
  /** When it is triggered again unless something is heard; null: never. */
  readonly expires: Instant | null;
  /** How many different alerts it has, and how many of them fire. */
  readonly alerts: { readonly known: number; readonly firing: number };
  /** What the first alert said. */
  readonly source: string | null;
  readonly links: readonly Link[];
}

export async function viewOf(reader: Reader, accountId: string, incidentId: string): Promise<View | null> {
  const incident = await incidentById(reader, accountId, incidentId);
  if (incident === null) return null;
  const service = await serviceById(reader, accountId, incident.serviceId);
  const pages = await pagesOf(reader, accountId, incidentId);
  const alert = await firstAlertOf(reader, accountId, incidentId);
  const targets = incident.policy.rules.flatMap((rule) => rule.targets.map((target) => target.id));
  const actors = 'by' in incident.state && incident.state.by.kind === 'person' ? [incident.state.by.id] : [];
  const people = await peopleByIds(reader, accountId, [
    ...new Set([...targets, ...actors, ...pages.map((page) => page.personId)]),
  ]);
  const present = new Set(people.filter((person) => person.status === 'active').map((person) => person.id));
  const position = nextPosition(incident.policy, incident.position + 1, present);
  const links = linkSchema.array().safeParse(alert?.links);
  return {
    incident,
    service: service?.name ?? 'a deleted service',
    pages,
    names: new Map(people.map((person) => [person.id, person.name])),
    next:
      position === null
        ? []
        : ruleAt(incident.policy, position)
            .targets.map((target) => target.id)
            .filter((id) => present.has(id)),
    expires: service === null ? null : acknowledgementDue(incident, service.timeouts),
    alerts: await countAlerts(reader, accountId, incidentId),
    source: alert?.source ?? null,
    links: links.success ? links.data : [],
  };
}
