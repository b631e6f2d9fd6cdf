import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createDiscord } from '../../adapters/discord/discord.ts';
import { type Discord, startDiscord } from '../../sandbox/discord/discord.ts';
import type { Chat } from '../../src/chat/adapter.ts';
import type { ChatPort } from '../../src/chat/port.ts';
import { minutes } from '../../src/lib/clock.ts';
import { openApiJudge } from '../support/discord-openapi.ts';
import { channels, people } from '../support/discord-world.ts';
import { type StrictLog, strictLog } from '../support/log.ts';
import { card, done, hello, hints, type RecordingCore, recordingCore, soon, token } from '../support/slack-place.ts';
import { chatPortContract } from './chat-port.ts';

interface Place {
  readonly discord: Discord;
  readonly adapter: Chat;
  readonly core: RecordingCore;
  readonly log: StrictLog;
  /** Milliseconds by which the local Discord's clock is ahead. */
  ahead: number;
  close(): Promise<void>;
}

async function openPlace(callTimeout = 2000): Promise<Place> {
  const judge = openApiJudge && { judge: openApiJudge };
  const now = (): number => Date.now() + place.ahead;
  const discord = await startDiscord({ host: '127.0.0.1', port: 0, now, ...judge });
  const core = recordingCore();
  const log = strictLog();
  const { api: apiUrl, botToken } = discord;
  const adapter = createDiscord({ token: botToken, apiUrl, core, log, clock: Date.now, callTimeout });
  const place: Place = {
    discord,
    adapter,
    core,
    log,
    ahead: 0,
    close: async () => {
      await adapter.stop();
      await discord.close();
    },
  };
  expect(await adapter.start()).toEqual({ ok: true, value: null });
  return place;
}

const nowhere = {
  channel: '1100000000000009301',
  message: '1100000000000009302',
  person: '1100000000000009101',
  group: '1100000000000009201',
};
const onCall = '1100000000000000201';
for (const channel of ['ops', 'incidents'] as const) {
  chatPortContract(`Discord, in #${channel}`, async () => {
    const { adapter, discord, close } = await openPlace();
    discord.setRole(people.ada, onCall, true);
    return {
      port: adapter.port,
      channel: channels[channel],
      person: people.ada,
      outsider: people.bo,
      group: onCall,
      nowhere,
      ails: (how) =>
        discord.faults.begin(
          how === 'failing'
            ? { kind: 'server-error', lasts: 'until-ended' }
            : { kind: 'rate-limit', limit: 'user', retryAfterS: 30, lasts: 'until-ended' },
        ),
      knowsQuietHours: false,
      close,
    };
  });
}

describe('what people do', () => {
  let place: Place;
  let port: ChatPort;
  let message: string;
  beforeEach(async () => {
    place = await openPlace();
    port = place.adapter.port;
    message = done(await port.post(channels.ops, { card }, hints)).message;
  });
  afterEach(async () => {
    await place.close();
  });

  const press = () => place.discord.press({ person: people.ada, channel: channels.ops, message, customId: token });
  const told = () =>
    place.discord.world.messages.filter(({ onlyFor }) => onlyFor === people.ada).map(({ content }) => content);
  /** The core thinks until it is told what to answer. */
  const thinking = (): ((words: typeof hello | null) => void) => {
    let say: (words: typeof hello | null) => void = () => {};
    place.core.answer = () =>
      new Promise((resolve) => {
        say = resolve;
      });
    return (words) => say(words);
  };

  test('a core that is slow: a press is acknowledged in time, and what is to be said follows', async () => {
    const say = thinking();
    await press();
    expect(told()).toEqual([]);
    say(hello);
    await vi.waitFor(() => expect(told()).toEqual(['hello **Ada**']), soon);
    place.log.expectQuiet();
  });

  test('a core that is slow: a command is "thinking" in time, and its answer takes that place', async () => {
    const say = thinking();
    await place.discord.command({ person: people.ada, channel: channels.ops, name: 'incident list', values: {} });
    expect(told()).toEqual(['']);
    say(hello);
    await vi.waitFor(() => expect(told()).toEqual(['hello **Ada**']), soon);
    place.log.expectQuiet();
  });

  test('15 minutes later the token is over: the log says so without it, and the card is edited all the same', async () => {
    const say = thinking();
    await press();
    place.ahead = minutes(16);
    say(hello);
    await vi.waitFor(() => expect(place.log.complaints).toHaveLength(1), soon);
    const [complaint] = place.log.complaints;
    expect(complaint).toMatchObject({ level: 'warn', message: 'answering in Discord failed; going on' });
    const error = complaint !== undefined && 'err' in complaint.details ? complaint.details.err : null;
    expect(String(error)).toBe('Error: the time to answer is over');
    expect(inspect(error, { showHidden: true })).not.toContain(Buffer.from('interaction').toString('base64url'));
    expect(await port.edit(channels.ops, message, { words: hello })).toEqual({ kind: 'done', value: null });
    expect(port.trouble()).toBeNull();
  });

  test('the gateway is resumed: what was told in between is told again, and what was told before is not', async () => {
    await press();
    place.discord.dropSockets();
    await press();
    expect(place.core.presses).toHaveLength(2);
    expect(new Set(place.core.deliveries).size).toBe(2);
  });
});

describe('nothing waits inside the client', () => {
  test('a page is posted while many edits of the same conversation hang', async () => {
    const { adapter, discord, close } = await openPlace();
    onTestFinished(close);
    const { port } = adapter;
    const { channel } = done(await port.openDm(people.ada));
    const { message } = done(await port.post(channel, { card }, hints));
    const edit = 'PATCH /channels/{channel.id}/messages/{message.id}';
    discord.faults.begin({ kind: 'slow', ms: 1500, scope: { method: edit }, lasts: 'until-ended' });
    let edited = 0;
    const edits = Array.from({ length: 20 }, async () => {
      await port.edit(channel, message, { words: hello });
      edited += 1;
    });
    expect(await port.post(channel, { card }, hints)).toMatchObject({ kind: 'done' });
    expect(edited).toBe(0);
    discord.faults.mendAll();
    await Promise.all(edits);
  });

  test('a conversation that cannot be opened holds up no other', async () => {
    const { adapter, discord, close } = await openPlace();
    onTestFinished(close);
    discord.faults.begin({
      kind: 'slow',
      ms: 1500,
      scope: { method: 'POST /users/@me/channels' },
      lasts: { calls: 1 },
    });
    let opened = false;
    const hanging = adapter.port.openDm(people.ada).then(() => {
      opened = true;
    });
    await vi.waitFor(() => expect(discord.calls.at(-1)?.fault).toBe('slow'), soon);
    expect(await adapter.port.openDm(people.bo)).toMatchObject({ kind: 'done' });
    expect(opened).toBe(false);
    await hanging;
  });

  test('a bucket that is used up is told at once, and is not waited for', async () => {
    const { adapter, discord, close } = await openPlace();
    onTestFinished(close);
    const { port } = adapter;
    discord.faults.begin({
      kind: 'rate-limit',
      limit: 'user',
      retryAfterS: 60,
      scope: { channel: channels.ops },
      lasts: { calls: 1 },
    });
    const calls = () => discord.calls.filter((call) => call.channel === channels.ops).length;
    for (let time = 0; time < 3; time += 1) {
      const outcome = await port.post(channels.ops, { card }, hints);
      expect(outcome).toMatchObject({ kind: 'later', scope: `post:${channels.ops}` });
      if (outcome.kind === 'later') expect(outcome.at - Date.now()).toBeGreaterThan(55_000);
    }
    expect(calls()).toBe(1);
    expect(await port.post(channels.general, { card }, hints)).toMatchObject({ kind: 'done' });
    expect(await port.openDm(people.ada)).toMatchObject({ kind: 'done' });
  });
});
