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
    return `${event.place} ${event.name} by ${who}`;
  });
  expect(story).toEqual([
    '1 incident.triggered by key',
    '2 incident.escalated by key',
    '3 page.delivered by timer',
    '4 incident.escalated by timer',
    '5 page.delivered by timer',
    '6 incident.acknowledged by bo',
    '7 incident.noted by bo',
    '8 incident.given_back by bo',
    '9 incident.escalated by bo',
    '10 page.delivered by timer',
    '11 incident.resolved by key',
  ]);
  await world.close();
});

test('who has it, and until when, is kept too', async () => {
  const world = await makeWorld();
  await world.alert();
  await world.advance(minutes(5));
  await world.press('U0BO', 'C0OPS', 'Acknowledge');
  const { read } = world.store;
  const people = new Map((await read.db.select().from(read.t.person)).map((person) => [person.id, person.key]));
  const assignments = await read.db.select().from(read.t.assignment);
  expect(assignments.map(({ personId, why, until }) => [people.get(personId), why, until === null])).toEqual([
    ['ada', 'rule', false],
    ['bo', 'rule', true],
  ]);
  await world.close();
});
