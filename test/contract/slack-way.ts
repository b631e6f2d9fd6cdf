import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Words } from '../../src/chat/card.ts';
import { freePort } from '../support/free-port.ts';
import {
  card,
  done,
  hello,
  hints,
  openSlackPlace,
  postCard,
  type SlackPlace,
  said,
  soon,
  token,
  type WayName,
} from '../support/slack-place.ts';

const list = { person: 'U0ADA', channel: 'C0OPS', text: '/incident list' };

/** What Slack's adapter does, whichever way presses and commands come. */
export function slackWayContract(way: WayName): void {
  let place: SlackPlace;
  beforeEach(async () => {
    place = await openSlackPlace(way);
  });
  afterEach(async () => {
    await place.close();
  });
  const pressCard = async (): Promise<string> => {
    const message = await postCard(place.slack.port);
    await place.sandbox.press({ person: 'U0ADA', channel: 'C0OPS', ts: message, actionId: token });
    return message;
  };

  describe(`over ${way}, started`, () => {
    beforeEach(async () => {
      expect(await place.slack.start()).toEqual({ ok: true, value: null });
    });

    test('it has said which workspace it is and has no trouble', () => {
      expect(place.core.workspaces).toEqual(['slack T0SANDBOX Sandbox']);
      expect(place.slack.port.workspace()).toBe('T0SANDBOX');
      expect(place.slack.port.trouble()).toBeNull();
      expect(place.complaints()).toEqual([]);
    });

    test('it posts, edits, answers in a thread and writes to a person', async () => {
      const { port } = place.slack;
      const message = await postCard(port);
      expect(await port.edit('C0OPS', message, { words: hello })).toEqual({ kind: 'done', value: null });
      const reply = done(await port.post('C0OPS', { words: hello }, hints, message)).message;
      const { channel } = done(await port.openDm('U0ADA'));
      done(await port.post(channel, { card }, hints));
      expect(place.sandbox.world.messages).toMatchObject([
        { channel: 'C0OPS', ts: message, text: 'hello Ada', threadTs: null },
        { channel: 'C0OPS', ts: reply, threadTs: message },
        { channel, text: '#1 Web shop: CPU high' },
      ]);
      expect(await port.post('C0RANDOM', { card }, hints)).toMatchObject({ kind: 'gone', what: 'channel' });
      expect(place.sandbox.calls.filter(({ ok }) => !ok)).toHaveLength(1);
    });

    test('a command reaches the core as it was typed, and the answer is for the asker alone', async () => {
      place.core.answer = async () => hello;
      await place.sandbox.command({ ...list, text: '/reveille incident list mine & <more>' });
      expect(place.core.commands).toEqual([
        {
          speaker: { platform: 'slack', workspace: 'T0SANDBOX', person: 'U0ADA' },
          name: 'reveille',
          text: 'incident list mine & <more>',
          channel: 'C0OPS',
        },
      ]);
      await vi.waitFor(() => expect(said(place.sandbox, 'U0ADA')).toEqual(['hello Ada']), soon);
    });

    test('a press reaches the core and leaves the card as it is', async () => {
      place.core.answer = async () => hello;
      const message = await pressCard();
      expect(place.core.presses).toEqual([
        {
          speaker: { platform: 'slack', workspace: 'T0SANDBOX', person: 'U0ADA' },
          token,
          channel: 'C0OPS',
          message,
        },
      ]);
      await vi.waitFor(() => expect(said(place.sandbox, 'U0ADA')).toEqual(['hello Ada']), soon);
      const shown = place.sandbox.world.messages.find(({ ts }) => ts === message);
      expect(shown).toMatchObject({ text: card.lock, edited: null });
    });

    test('a press whose work takes longer than Slack waits is acknowledged in time and answered later', async () => {
      let finish: (words: Words) => void = () => {};
      place.core.answer = () => new Promise((resolve) => (finish = resolve));
      await pressCard();
      expect(said(place.sandbox, 'U0ADA')).toEqual([]);
      finish(hello);
      await vi.waitFor(() => expect(said(place.sandbox, 'U0ADA')).toEqual(['hello Ada']), soon);
    });

    test('a core that throws is a calm sentence with a reference', async () => {
      place.core.answer = () => Promise.reject(new Error('disk'));
      await place.sandbox.command(list);
      const sentence = expect.stringMatching(/the reference [0-9a-f]{8}\.$/);
      await vi.waitFor(() => expect(said(place.sandbox, 'U0ADA')).toEqual([sentence]), soon);
      expect(place.complaints()).toEqual(['a command failed']);
    });

    test('an answer that Slack does not take is a line in the log', async () => {
      place.core.answer = async () => hello;
      place.sandbox.faults.begin({ kind: 'server-error', scope: { method: 'response_url' }, lasts: { calls: 1 } });
      await place.sandbox.command(list);
      const failed = expect.objectContaining({ level: 'warn', message: 'answering in Slack failed; going on' });
      await vi.waitFor(() => expect(place.lines).toContainEqual(failed), soon);
    });

    test('stopping waits for a press that runs, and then nothing is taken', async () => {
      let finish: (words: Words) => void = () => {};
      place.core.answer = () => new Promise((resolve) => (finish = resolve));
      const pressed = pressCard();
      await vi.waitFor(() => expect(place.core.presses).toHaveLength(1), soon);
      const stopping = place.stop();
      finish(hello);
      await pressed;
      await stopping;
      expect(said(place.sandbox, 'U0ADA')).toEqual(['hello Ada']);
      await vi.waitFor(() => expect(place.sandbox.connections).toBe(0), soon);
      await expect(place.sandbox.command(list)).rejects.toMatchObject({ error: 'dispatch_failed' });
      expect(place.core.commands).toEqual([]);
    });

    test('a person who is left alone is known until when, and others are not', async () => {
      const { port } = place.slack;
      expect(await port.quietUntil('U0ADA')).toEqual({ kind: 'done', value: { until: null } });
      await place.sandbox.command({ ...list, text: '/dnd 30 minutes' });
      const { until } = done(await port.quietUntil('U0ADA'));
      expect((until ?? 0) - Date.now()).toBeGreaterThan(28 * 60_000);
      expect(await port.quietUntil('U0BO')).toEqual({ kind: 'done', value: { until: null } });
      await place.sandbox.command({ ...list, text: '/dnd off' });
      expect(await port.quietUntil('U0ADA')).toEqual({ kind: 'done', value: { until: null } });
    });
  });

  test(`over ${way}, a wrong bot token is refused with a sentence`, async () => {
    for (const [botToken, code] of [
      ['xoxb-wrong', 'invalid_auth'],
      ['xapp-sandbox-not-a-secret', 'not_allowed_token_type'],
    ] as const) {
      const wrong = await openSlackPlace(way, { botToken, apiUrl: place.sandbox.slack.apiUrl });
      const message = expect.stringContaining(`SLACK_BOT_TOKEN (${code})`);
      expect(await wrong.slack.start()).toEqual({ ok: false, refusal: { code: 'wrong-token', message } });
      expect(place.sandbox.connections).toBe(0);
      await wrong.close();
    }
  });

  test(`over ${way}, a workspace that is not ours is trouble in the words of the core, and commands still come in`, async () => {
    place.core.strange = 'There is no account yet.';
    expect(await place.slack.start()).toEqual({ ok: true, value: null });
    expect(place.slack.port.trouble()).toBe('There is no account yet.');
    await place.sandbox.command(list);
    expect(place.core.commands).toHaveLength(1);
  });

  test(`over ${way}, with nobody there it starts at once, says so, and goes on when Slack comes up`, async () => {
    const port = await freePort();
    const early = await openSlackPlace(way, { apiUrl: `http://127.0.0.1:${port}/api/` });
    expect(await early.slack.start()).toEqual({ ok: true, value: null });
    const sentence = new RegExp(`cannot be reached at 127.0.0.1:${port} since .* UTC \\(.*ECONNREFUSED`);
    expect(early.slack.port.trouble()).toMatch(sentence);
    const late = await startSandbox({ host: '127.0.0.1', port });
    late.setRequestUrl(early.requestUrl);
    try {
      await vi.waitFor(() => expect(early.slack.port.trouble()).toBeNull(), soon);
      expect(early.core.workspaces).toEqual(['slack T0SANDBOX Sandbox']);
      await late.command(list);
      expect(early.core.commands).toHaveLength(1);
    } finally {
      await early.close();
      await late.close();
    }
  });

  test(`over ${way}, stopping is quick, whatever it is doing`, async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const away = await openSlackPlace(way, { apiUrl: `http://127.0.0.1:${await freePort()}/api/` });
    await away.slack.start();
    await place.slack.start();
    await Promise.all([away.slack.stop(), place.slack.stop()]);
    await vi.waitFor(() => expect(place.sandbox.connections).toBe(0), soon);
    await away.close();
    await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(before), soon);
  }, 3000);
}
