import { describe, expect, it } from 'vitest';
import { eventNames } from '../../src/event/names.ts';
import { matching } from '../../src/event/pattern.ts';

describe('a pattern of events', () => {
  it('* means all of them', () => {
    expect(matching('*')).toEqual(eventNames);
    expect(eventNames.length).toBeGreaterThan(10);
  });

  it.each([...eventNames])('%s means itself', (name) => {
    expect(matching(name)).toEqual([name]);
  });

  it.each([
    ['incident.trigger', 'incident.triggered'],
    ['incident.escalate', 'incident.escalated'],
    ['incident.exhaust', 'incident.exhausted'],
    ['incident.acknowledge', 'incident.acknowledged'],
    ['incident.expire_acknowledgement', 'incident.acknowledgement_expired'],
    ['incident.snooze', 'incident.snoozed'],
    ['incident.wake', 'incident.woken'],
    ['incident.give_back', 'incident.given_back'],
    ['incident.resolve', 'incident.resolved'],
    ['incident.reopen', 'incident.reopened'],
    ['incident.note', 'incident.noted'],
    ['incident.add_alert', 'incident.alert_added'],
    ['page.deliver', 'page.delivered'],
    ['page.fail', 'page.failed'],
    ['person.link', 'person.linked'],
    ['service.change', 'service.changed'],
    ['service.refuse_alert', 'service.refused_alert'],
  ])('%s is the present tense of %s', (pattern, name) => {
    expect(matching(pattern)).toEqual([name]);
  });

  it('every event has a present tense, so that nobody must guess which one does', () => {
    const nouns = ['incident', 'page', 'person', 'service'];
    for (const noun of nouns) expect(matching(`${noun}.*`).length).toBeGreaterThan(0);
    expect(nouns.flatMap((noun) => matching(`${noun}.*`)).toSorted()).toEqual(eventNames.toSorted());
  });

  it('incident.* means those of an incident only', () => {
    const names = matching('incident.*');
    expect(names).toContain('incident.noted');
    expect(names.every((name) => name.startsWith('incident.'))).toBe(true);
  });

  it.each([
    '',
    '.*',
    'inc.*',
    'incident',
    'incident.',
    'Incident.triggered',
    'incident.triggered ',
    '**',
    'constructor',
    '__proto__',
    'toString',
  ])('%j means none', (pattern) => {
    expect(matching(pattern)).toEqual([]);
  });
});
