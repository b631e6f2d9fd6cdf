import { describe, expect, test } from 'vitest';
import type { Failure } from '../../adapters/slack/failure.ts';
import { createHealth } from '../../adapters/slack/health.ts';
import { pauseAfter } from '../../src/chat/pause-after.ts';
import { strictLog } from '../support/log.ts';

function patient() {
  const log = strictLog();
  let now = Date.UTC(2026, 0, 5, 2, 14);
  const health = createHealth({ host: 'slack.com', clock: () => now, log });
  return { health, log, later: (ms: number) => (now += ms) };
}

describe('what is wrong with the way to Slack', () => {
  test('nothing yet, but nothing works yet either', () => {
    expect(patient().health.trouble()).toBe('Slack is not connected yet.');
  });

  test('one socket of two is enough', () => {
    const { health } = patient();
    health.socket(0, true);
    health.socket(1, true);
    health.socket(0, false);
    health.lost('HTTP 500');
    expect(health.trouble()).toBeNull();
  });

  test('since the last socket went, for the newest reason', () => {
    const { health, later } = patient();
    health.socket(0, true);
    later(60_000);
    health.socket(0, false);
    later(60_000);
    health.lost('no answer in time');
    expect(health.trouble()).toBe(
      'Slack cannot be reached at slack.com since 2026-01-05 02:15 UTC (no answer in time).',
    );
    health.socket(0, true);
    expect(health.trouble()).toBeNull();
  });

  test('a wrong token comes before everything else', () => {
    const { health, log } = patient();
    health.socket(0, true);
    health.strange('There is no account yet.');
    expect(health.trouble()).toBe('There is no account yet.');
    health.answered('bot', 'channel_not_found');
    expect(health.trouble()).toBe('There is no account yet.');
    health.answered('bot', 'token_revoked');
    expect(health.trouble()).toMatch(/SLACK_BOT_TOKEN \(token_revoked\)/);
    health.answered('bot', null);
    health.strange(null);
    expect(health.trouble()).toBeNull();
    expect(log.complaints.map(({ level }) => level)).toEqual(['warn', 'error']);
  });

  test('a scope is missing: only the app token has one that matters here', () => {
    const { health } = patient();
    health.socket(0, true);
    health.answered('bot', 'missing_scope');
    expect(health.trouble()).toBeNull();
    health.answered('app', 'missing_scope');
    expect(health.trouble()).toMatch(/SLACK_APP_TOKEN \(missing_scope\).*connections:write/);
  });
});

const silent: Failure = { kind: 'no-answer', reason: 'HTTP 500' };
test.each<[failure: Failure, failures: number, ms: number]>([
  [silent, 1, 100],
  [silent, 2, 200],
  [silent, 7, 6400],
  [silent, 8, 10_000],
  [silent, 5000, 10_000],
  [{ kind: 'too-fast', ms: 7000 }, 1, 7000],
  [{ kind: 'said-no', code: 'invalid_auth', detail: '' }, 1, 60_000],
])('%j for the time %i: tried again in %i ms', (failure, failures, ms) => {
  expect(pauseAfter(failure, failures)).toBe(ms);
});
