import { expect, test } from 'vitest';
import { eventsOf } from '../../src/event/store.ts';
import { listIncidents } from '../../src/incident/store.ts';
import { minutes } from '../../src/lib/clock.ts';
import { makeWorld } from '../support/world.ts';

test('the whole story is in the database, in order, with who did it', async () => {
  const world = await makeWorld();
  await world.alert();
  await world.advance(minutes(5));
  await world.press('U0BO', 'D0BO', 'Acknowledge');
  await world.say('U0BO', '/incident note 1 it was the cache');
  await world.press('U0BO', 'C0OPS', 'Give back');
  await world.tool('resolve');
  const { read } = world.store;
  const [account] = await read.db.select().from(read.t.account);
  const accountId = account?.id ?? '';
  const [incident] = await listIncidents(read, accountId, { open: false, limit: 1 });
  const events = await eventsOf(read, accountId, incident?.id ?? '');
  const people = new Map((await read.db.select().from(read.t.person)).map((person) => [person.id, person.key]));
  const story = events.map((event) => {
    const who = event.actor.kind === 'person' ? (people.get(event.actor.id) ?? '?') : event.actor.kind;
    return { place: event.place, what: `${event.name} by ${who}` };
  });
  const delivered = world.onEach(() => 'page.delivered by timer');
  const told = [
    'incident.triggered by key',
    'incident.escalated by key',
    ...delivered,
    'incident.escalated by timer',
    ...delivered,
    'incident.acknowledged by bo',
    'incident.noted by bo',
    'incident.given_back by bo',
    'incident.escalated by bo',
    ...delivered,
    'incident.resolved by key',
  ];
  expect(story).toEqual(told.map((what, at) => ({ place: at + 1, what })));
  await world.close();
});

test('who has it, and until when, is kept too', async () => {
  const world = await makeWorld();
  await world.alert();
  await world.advance(minutes(5));
  await world.press('U0BO', 'C0OPS', 'Acknowledge');
  const { read } = world.store;
  const people = new Map((await read.db.select().from(read.t.person)).map((person) => [person.id, person.key]));
  const assignments = await read.db.select().from(read.t.assignment).orderBy(read.t.assignment.since);
  expect(assignments.map(({ personId, why, until }) => [people.get(personId), why, until === null])).toEqual([
    ['ada', 'rule', false],
    ['bo', 'rule', true],
  ]);
  await world.close();
});
