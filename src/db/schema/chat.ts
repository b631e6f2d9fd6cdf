import { sql } from 'drizzle-orm';
import type { Kit } from '../kit.ts';
import type { AccountTables } from './account.ts';
import type { IncidentTables } from './incident.ts';

/** What is to be told to whom, and what was last shown where. */
export function chatTables(k: Kit, { account, connection, person }: AccountTables, { incident }: IncidentTables) {
  const page = k.table(
    'page',
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
      /** The step of the policy that asked for it. */
      step: k.int('step').notNull(),
      /** Where in the policy that step stands. */
      position: k.int('position').notNull(),
      at: k.time('at').notNull(),
    },
    (t) => [k.uniqueIndex('page_step').on(t.incidentId, t.step, t.personId)],
  );

  const delivery = k.table(
    'delivery',
    {
      id: k.text('id').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      pageId: k
        .text('page_id')
        .notNull()
        .references(() => page.id),
      /** The kind of contact: `slack`. */
      contact: k.text('contact').notNull(),
      connectionId: k
        .text('connection_id')
        .notNull()
        .references(() => connection.id),
      /** The person's id on the platform. */
      address: k.text('address').notNull(),
      status: k.text('status').notNull(),
      /** Why it failed, in words for the card; null otherwise. */
      reason: k.text('reason'),
      /** Until when the person's platform keeps its notifications quiet, as it said when it was sent; null: it does not. */
      quietUntil: k.time('quiet_until'),
      attempts: k.int('attempts').notNull(),
      at: k.time('at').notNull(),
    },
    (t) => [k.index('delivery_page').on(t.pageId), k.index('delivery_waiting').on(t.id).where(sql`status = 'waiting'`)],
  );

  const mirror = k.table(
    'mirror',
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
      connectionId: k
        .text('connection_id')
        .notNull()
        .references(() => connection.id),
      /** The channel's id on the platform; of a direct message too. */
      channel: k.text('channel').notNull(),
      /** The page that this is the direct message of; null for the service's channel. */
      pageId: k.text('page_id').references(() => page.id),
      /**
       * `wanted` (to be posted), `behind` (to be edited), `shown`; `closed`: its channel is not there for us; `refused`: the
       * platform would not have it; `deleted`: somebody deleted it twice.
       */
      status: k.text('status').notNull(),
      /** A second message about the incident, whose posting was never answered: found when it was pressed, and kept true. */
      stray: k.flag('stray').notNull().default(false),
      /** The message's id on the platform; null until it is posted. */
      message: k.text('message'),
      versionShown: k.int('version_shown').notNull(),
      /** How often it was posted: a message that is gone is posted anew once. */
      posts: k.int('posts').notNull(),
      /** Why it is not shown; of one that is wanted: an attempt to post it was not answered, and it may stand there. */
      failure: k.text('failure'),
      /** Places of events: the thread is to tell those up to `eventWanted`, and has told those up to `eventShown`. */
      eventWanted: k.int('event_wanted').notNull().default(0),
      eventShown: k.int('event_shown').notNull().default(0),
    },
    (t) => [
      k
        .uniqueIndex('mirror_channel')
        .on(t.incidentId, t.connectionId, t.channel)
        .where(sql`page_id is null and not stray`),
      k.uniqueIndex('mirror_page').on(t.pageId, t.connectionId).where(sql`page_id is not null`),
      // With the order in which they are shown: a storm leaves thousands behind in one channel, and each would be sorted for the next.
      k.index('mirror_behind').on(t.connectionId, t.channel, t.status, t.id).where(sql`status in ('wanted', 'behind')`),
      k.index('mirror_incident').on(t.incidentId),
      k.index('mirror_closed').on(t.connectionId, t.channel).where(sql`status = 'closed'`),
      // With the id, in whose order they are told: PostgreSQL guesses that a third of all threads are behind, and would rather walk
      // through every card there is in that order.
      k.index('mirror_thread').on(t.connectionId, t.channel, t.id).where(sql`event_shown < event_wanted`),
      // The message first: with the channel first, SQLite would take this one where `mirror_behind` is meant, and read every
      // card that a channel ever had.
      k.index('mirror_message').on(t.message, t.channel, t.connectionId),
    ],
  );

  const line = k.table(
    'line',
    {
      id: k.text('id').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      connectionId: k
        .text('connection_id')
        .notNull()
        .references(() => connection.id),
      channel: k.text('channel').notNull(),
      /** Under this incident's card; null: in the channel itself. */
      incidentId: k.text('incident_id').references(() => incident.id),
      /** The spans that it says, see `src/chat/card.ts`. */
      content: k.json('content').notNull(),
      status: k.text('status').notNull(),
      failure: k.text('failure'),
      at: k.time('at').notNull(),
    },
    (t) => [k.index('line_wanted').on(t.connectionId, t.channel).where(sql`status = 'wanted'`)],
  );

  /** A channel that is not there or not for us, and since when. The owners were told when it was written. */
  const closed = k.table(
    'closed',
    {
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      connectionId: k
        .text('connection_id')
        .notNull()
        .references(() => connection.id),
      channel: k.text('channel').notNull(),
      /** In words for a person. */
      reason: k.text('reason').notNull(),
      since: k.time('since').notNull(),
    },
    (t) => [k.primaryKey({ name: 'closed_channel', columns: [t.connectionId, t.channel] })],
  );

  /** Until when a platform asked for peace, for what it named (a method, or a method and a channel). */
  const quiet = k.table(
    'quiet',
    {
      connectionId: k
        .text('connection_id')
        .notNull()
        .references(() => connection.id),
      scope: k.text('scope').notNull(),
      until: k.time('until').notNull(),
    },
    (t) => [k.primaryKey({ name: 'quiet_scope', columns: [t.connectionId, t.scope] })],
  );

  /** Deliveries of the platform that were already acted upon, so that a repeated one is not acted upon twice. */
  const seen = k.table(
    'seen',
    {
      platform: k.text('platform').notNull(),
      delivery: k.text('delivery').notNull(),
      at: k.time('at').notNull(),
    },
    (t) => [k.primaryKey({ name: 'seen_delivery', columns: [t.platform, t.delivery] }), k.index('seen_at').on(t.at)],
  );

  /** What somebody wanted whom we did not know: done when they are known soon. One of each person, the newest. */
  const wish = k.table(
    'wish',
    {
      platform: k.text('platform').notNull(),
      /** The person's id on the platform. */
      externalId: k.text('external_id').notNull(),
      /** The press or the command, see `src/chat/wish`. */
      asked: k.json('asked').notNull(),
      expiresAt: k.time('expires_at').notNull(),
    },
    (t) => [
      k.primaryKey({ name: 'wish_of', columns: [t.platform, t.externalId] }),
      k.index('wish_expiry').on(t.expiresAt),
    ],
  );

  return { page, delivery, mirror, line, closed, quiet, seen, wish };
}
