import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSlackPlace, type SlackPlace, soon } from '../support/slack-place.ts';
import { slackWayContract } from './slack-way.ts';

slackWayContract('Socket Mode');

const list = { person: 'U0ADA', channel: 'C0OPS', text: '/incident list' };
let place: SlackPlace;

/** Connections asked for so far. */
function opened(): number {
  return place.sandbox.calls.filter(({ method }) => method === 'apps.connections.open').length;
}

describe('connections', () => {
  beforeEach(async () => {
    place = await openSlackPlace('Socket Mode');
    expect(await place.slack.start()).toEqual({ ok: true, value: null });
  });
  afterEach(async () => {
    await place.close();
  });

  test('are two, and none of them is an address of ours', () => {
    expect(place.sandbox.connections).toBe(2);
    expect(place.slack.route).toBeNull();
  });

  test('that are cut come back by themselves', async () => {
    const before = opened();
    place.sandbox.dropConnections();
    await vi.waitFor(() => expect(opened()).toBe(before + 2), soon);
    await vi.waitFor(() => expect(place.sandbox.connections).toBe(2), soon);
    await vi.waitFor(() => expect(place.slack.port.trouble()).toBeNull(), soon);
    await place.sandbox.command(list);
    expect(place.core.commands).toHaveLength(1);
    expect(place.complaints()).toEqual([]);
  });

  test('are replaced at once by a routine refresh', async () => {
    const before = opened();
    place.sandbox.refreshConnections();
    await vi.waitFor(() => expect(opened()).toBe(before + 2), soon);
    await vi.waitFor(() => expect(place.sandbox.connections).toBe(2), soon);
    await place.sandbox.command(list);
    expect(place.core.commands).toHaveLength(1);
    expect(place.complaints()).toEqual([]);
  });

  test('that cannot be made for a while are tried until they can', async () => {
    place.sandbox.fail('apps.connections.open', { status: 500, times: 4 });
    place.sandbox.dropConnections();
    const sentence = /^Slack cannot be reached at 127\.0\.0\.1:\d+ since .* UTC \(Slack answered HTTP 500\)\.$/;
    await vi.waitFor(() => expect(place.slack.port.trouble() ?? '').toMatch(sentence), soon);
    await vi.waitFor(() => expect(place.sandbox.connections).toBe(2), soon);
    await vi.waitFor(() => expect(place.slack.port.trouble()).toBeNull(), soon);
  });

  test('whose app token is revoked while we run: that is said', async () => {
    place.sandbox.fail('apps.connections.open', { status: 200, error: 'token_revoked', times: 2 });
    place.sandbox.dropConnections();
    const revoked = /SLACK_APP_TOKEN \(token_revoked\)/;
    await vi.waitFor(() => expect(place.slack.port.trouble() ?? '').toMatch(revoked), soon);
    expect(place.complaints()).toEqual([expect.stringMatching(/SLACK_APP_TOKEN/)]);
  });
});

test('a wrong app token is refused with a sentence', async () => {
  place = await openSlackPlace('Socket Mode', { appToken: 'xapp-wrong' });
  const message = expect.stringMatching(/SLACK_APP_TOKEN \(invalid_auth\).*connections:write/);
  expect(await place.slack.start()).toEqual({ ok: false, refusal: { code: 'wrong-token', message } });
  expect(place.sandbox.connections).toBe(0);
  await place.close();
});
