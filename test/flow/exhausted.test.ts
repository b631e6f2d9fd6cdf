import { expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { makeWorld, team, type World } from '../support/world.ts';

const notice = (world: World) => world.messages().findLast((text) => text.startsWith('🔴 #1 '));

async function exhausted(change: (text: string) => string, before?: (world: World) => void): Promise<World> {
  const world = await makeWorld({ team: change(team) });
  before?.(world);
  await world.alert();
  await world.advance(minutes(60));
  return world;
}

test('everyone was reached and nobody answered → said so, to both', async () => {
  const world = await exhausted((text) => text);
  expect(world.card()).toContain('Everyone was paged 3 times and nobody answered. Press Escalate to start over.');
  expect(notice(world)).toBe('🔴 #1 CPU on web-3 above 95 %: everyone was paged 3 times and nobody answered.');
  await world.close();
});

test('an acknowledgement ran out and a rule was paged again → each page is counted, and it is not said that nobody ever answered', async () => {
  const world = await makeWorld({
    team: team.replace('policy: default', 'policy: default\n    acknowledge_timeout: 30m'),
  });
  await world.alert();
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  await world.advance(minutes(120));
  expect(world.card()).toContain('Everyone was paged 3 to 4 times and nobody answers any more. Press Escalate');
  expect(notice(world)).toBe(
    '🔴 #1 CPU on web-3 above 95 %: everyone was paged 3 to 4 times and nobody answers any more.',
  );
  await world.close();
});

test('nobody has a contact → the card does not say that they were paged', async () => {
  const world = await exhausted((text) => text.replace(', slack: U0ADA', '').replace(', slack: U0BO', ''));
  const words = 'obody could be reached: Ada (no contact), Bo (no contact).';
  expect(world.card()).toContain(`N${words} Press Escalate to start over.`);
  await world.close();
});

test('every direct message is refused → the card and the owners say the same', async () => {
  const world = await exhausted(
    (text) => text.replace('people:', 'notices: { slack: C0OWNERS }\npeople:'),
    ({ answers }) => {
      answers((act) =>
        act === 'open-dm' ? { kind: 'gone', what: 'person', reason: 'takes no direct messages' } : undefined,
      );
    },
  );
  const words = 'obody could be reached: Ada (takes no direct messages), Bo (takes no direct messages).';
  expect(world.card()).toContain(`N${words}`);
  expect(notice(world)).toBe(`🔴 #1 CPU on web-3 above 95 %: n${words}`);
  await world.close();
});

test('one was reached, one was not → both are said', async () => {
  const world = await exhausted((text) => text.replace(', slack: U0BO', ''));
  expect(world.card()).toContain(
    'Nobody answered who was paged 3 times, and these could not be reached: Bo (no contact).',
  );
  await world.close();
});

test('everybody is disabled → it says what can be done', async () => {
  const world = await exhausted((text) =>
    text
      .replace('slack: U0ADA', 'enabled: false, slack: U0ADA')
      .replace('slack: U0BO', 'enabled: false, slack: U0BO')
      .replace(
        'people:',
        'people:\n  cy: { name: Cy, email: cy@example.com, zone: Europe/London, role: owner, slack: U0CY }',
      ),
  );
  expect(world.card()).toContain(
    'Nobody in this policy can be paged: everybody in it is disabled or deleted. Acknowledge it here, or enable them and press Escalate.',
  );
  await world.close();
});

test('the channel for notices is gone → the owners read it as direct messages', async () => {
  const world = await makeWorld({
    team: team
      .replace('people:', 'notices: { slack: C0OWNERS }\npeople:')
      .replace(/rules:\n(\s+- .*\n)+/, 'rules: []\n'),
  });
  world.answers((act, channel) =>
    act === 'post' && channel === 'C0OWNERS' ? { kind: 'gone', what: 'channel', reason: 'it was archived' } : undefined,
  );
  await world.alert();
  expect(world.messages('D0ADA').toSorted()).toEqual([
    '⚠️ Nobody was paged for "CPU on web-3 above 95 %". Web shop has no rules that say whom to page, so no incident was opened. The alert is kept. Give the service a policy with at least one rule.',
    ...world.onEach(({ of }) => `⚠️ Nothing can be shown in the channel C0OWNERS${of}: it was archived`).toSorted(),
  ]);
  world.log.complaints.length = 0;
  await world.close();
});
