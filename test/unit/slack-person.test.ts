import { expect, test } from 'vitest';
import { emailOf, userInfo } from '../../adapters/slack/person.ts';

const ada = { team_id: 'T0ACME', is_email_confirmed: true, profile: { email: 'ada@example.com' } };

test.each<[who: string, change: object, email: string | null]>([
  ['somebody of the workspace', {}, 'ada@example.com'],
  ['an address with spaces around it', { profile: { email: ' ada@example.com ' } }, 'ada@example.com'],
  ['an address that was not confirmed', { is_email_confirmed: false }, null],
  ['an address of which nothing is said', { is_email_confirmed: undefined }, null],
  ['somebody of another workspace', { team_id: 'T0OTHER' }, null],
  ['nobody says of which workspace', { team_id: undefined }, null],
  ['a stranger of a shared channel', { is_stranger: true }, null],
  ['an app', { is_bot: true }, null],
  ['somebody who was deactivated', { deleted: true }, null],
  ['a token without users:read.email', { profile: {} }, null],
  ['no profile', { profile: undefined }, null],
  ['an empty address', { profile: { email: '' } }, null],
])('%s', (_who, change, email) => {
  const { user } = userInfo.parse({ user: { ...ada, ...change } });
  expect(emailOf(user, 'T0ACME')).toBe(email);
});
