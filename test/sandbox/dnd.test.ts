import { expect, test } from 'vitest';
import { runDnd } from '../../sandbox/slack/dnd-command.ts';
import { createQuietHours } from '../../sandbox/slack/quiet-hours.ts';
import { openSandbox, refusal, webClient } from './clients.ts';

const ada = { id: 'U0ADA', name: 'ada', realName: 'Ada Lovelace', tz: 'Europe/London', email: 'ada@example.com' };
const now = Date.UTC(2026, 0, 5, 2, 14);

test.each([
  ['30 minutes', 30],
  ['30m', 30],
  ['1 min', 1],
  ['2h', 120],
  ['2 hours', 120],
  ['1 hour', 60],
])('/dnd %s is quiet for %i minutes', (text, minutes) => {
  const quiet = createQuietHours();
  expect(runDnd(quiet, ada, text, now)).toMatch(/^No notifications until \d\d:\d\d UTC\.$/);
  expect(quiet.of('U0ADA')).toEqual({ from: now, to: now + minutes * 60_000 });
  expect(runDnd(quiet, ada, 'off', now)).toBe('You will be notified again.');
  expect(quiet.of('U0ADA')).toBeNull();
});

test.each(['', 'soon', '0m', '-5m', '2 weeks'])('/dnd %s is asked again', (text) => {
  const quiet = createQuietHours();
  expect(runDnd(quiet, ada, text, now)).toContain('Say for how long');
  expect(quiet.of('U0ADA')).toBeNull();
});

test('dnd.info tells when somebody is left alone, in seconds, and not who snoozed', async () => {
  const sandbox = await openSandbox();
  const { dnd } = webClient(sandbox);
  expect(await dnd.info({ user: 'U0ADA' })).toMatchObject({ dnd_enabled: false, next_dnd_start_ts: 1 });
  sandbox.setQuiet('U0ADA', { from: now, to: now + 3_600_000 });
  const info = await dnd.info({ user: 'U0ADA' });
  expect(info).toMatchObject({ dnd_enabled: true, next_dnd_start_ts: now / 1000, next_dnd_end_ts: now / 1000 + 3600 });
  expect(info).not.toHaveProperty('snooze_enabled');
  expect(await dnd.info({ user: 'U0BO' })).toMatchObject({ dnd_enabled: false });
  expect(await refusal(dnd.info({ user: 'U0NOBODY' }))).toMatchObject({ error: 'user_not_found' });
});
