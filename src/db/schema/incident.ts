import { sql } from 'drizzle-orm';
import type { Kit } from '../kit.ts';
import type { AccountTables } from './account.ts';
import type { ServiceTables } from './service.ts';

/** Something is wrong with a service, what the monitoring tools said of it, who was given it, and what happened. */
export function incidentTables(k: Kit, { account, person }: AccountTables, { service }: ServiceTables) {
  const incident = k.table(
    'incident',
    {
      id: k.text('id').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      serviceId: k
        .text('service_id')
        .notNull()
        .references(() => service.id),
      number: k.int('number').notNull(),
      /** What the monitoring tool calls it; one open incident per service and key. */
      key: k.text('key').notNull(),
      summary: k.text('summary').notNull(),
      severity: k.text('severity').notNull(),
      /** The policy as it was when the incident opened. */
      policy: k.json('policy').notNull(),
      openedAt: k.time('opened_at').notNull(),
      status: k.text('status').notNull(),
      /** Steps ever taken; never goes back. */
      step: k.int('step').notNull(),
      /** Where in the policy that step stands: rules passed since it was last started from its first rule. */
      position: k.int('position').notNull(),
      stepAt: k.time('step_at').notNull(),
      exhausted: k.flag('exhausted').notNull(),
      /** When it was triggered last: the opening, a reopening or a giving back. */
      triggeredAt: k.time('triggered_at').notNull(),
      acknowledgedBy: k.json('acknowledged_by'),
      acknowledgedAt: k.time('acknowledged_at'),
      resolvedBy: k.json('resolved_by'),
      resolvedAt: k.time('resolved_at'),
      resolvedBecause: k.text('resolved_because'),
      alertCount: k.int('alert_count').notNull(),
      lastAlertAt: k.time('last_alert_at').notNull(),
      /** The place of its newest event. */
      lastPlace: k.int('last_place').notNull(),
      /** Grows with every change that a card shows. */
      version: k.int('version').notNull(),
    },
    (t) => [
      k.uniqueIndex('incident_number').on(t.accountId, t.number),
      k.uniqueIndex('incident_open_key').on(t.serviceId, t.key).where(sql`status <> 'resolved'`),
      k.index('incident_open').on(t.accountId, t.number).where(sql`status <> 'resolved'`),
    ],
  );

  const alert = k.table(
    'alert',
    {
      id: k.text('id').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      serviceId: k
        .text('service_id')
        .notNull()
        .references(() => service.id),
      /** Null: the service could not open an incident, the alert was stored all the same. */
      incidentId: k.text('incident_id').references(() => incident.id),
      key: k.text('key').notNull(),
      summary: k.text('summary').notNull(),
      severity: k.text('severity').notNull(),
      source: k.text('source'),
      links: k.json('links').notNull(),
      /** Everything else that the tool sent. */
      details: k.json('details').notNull(),
      status: k.text('status').notNull(),
      count: k.int('count').notNull(),
      firstAt: k.time('first_at').notNull(),
      lastAt: k.time('last_at').notNull(),
    },
    (t) => [k.uniqueIndex('alert_incident_key').on(t.incidentId, t.key)],
  );

  const assignment = k.table(
    'assignment',
    {
      id: k.text('id').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      incidentId: k
        .text('incident_id')
        .notNull()
        .references(() => incident.id),
      personId: k
        .text('person_id')
        .notNull()
        .references(() => person.id),
      /** `rule` or `acknowledged`. */
      why: k.text('why').notNull(),
      since: k.time('since').notNull(),
      until: k.time('until'),
    },
    (t) => [
      k.uniqueIndex('assignment_current').on(t.incidentId, t.personId).where(sql`until is null`),
      k.index('assignment_incident').on(t.incidentId),
    ],
  );

  const event = k.table(
    'event',
    {
      id: k.text('id').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      incidentId: k.text('incident_id').references(() => incident.id),
      serviceId: k.text('service_id').references(() => service.id),
      /** Its place in the incident's order, from 1; null where it is of no incident. */
      place: k.int('place'),
      name: k.text('name').notNull(),
      at: k.time('at').notNull(),
      actor: k.json('actor').notNull(),
      /** What the event says beyond its name; its shape belongs to the name. */
      data: k.json('data').notNull(),
    },
    (t) => [
      k.uniqueIndex('event_place').on(t.incidentId, t.place),
      k.index('event_service').on(t.serviceId, t.at).where(sql`incident_id is null`),
    ],
  );

  return { incident, alert, assignment, event };
}

export type IncidentTables = ReturnType<typeof incidentTables>;
