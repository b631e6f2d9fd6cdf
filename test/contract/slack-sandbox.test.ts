import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSlack, type Slack } from '../../adapters/slack/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import type { Card, Words } from '../../src/chat/card.ts';
import type { ChatCore, ChatPort, Command, Outcome, Press } from '../../src/chat/port.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { freePort } from '../support/free-port.ts';
import { noForms } from '../support/no-forms.ts';

/** The core as Slack's adapter sees it: what it was told, and what it shall answer. */
interface Core extends ChatCore {
  readonly commands: Command[];
  readonly presses: Press[];
  readonly workspaces: string[];
  answer: () => Promise<Words | null>;
  strange: string | null;
}

function recordingCore(): Core {
  const seen = new Set<string>();
  const core: Core = {
    commands: [],
    presses: [],
    workspaces: [],
    answer: async () => null,
    strange: null,
    ...noForms,
    press: async (press) => {
      core.presses.push(press);
      return await core.answer();
    },
    command: async (command) => {
      core.commands.push(command);
      return await core.answer();
    },
    connected: async (platform, workspace, name) => {
      core.workspaces.push(`${platform} ${workspace} ${name}`);
      return core.strange;
    },
    firstTime: async (_platform, delivery) => !seen.has(delivery) && seen.add(delivery) !== undefined,
  };
  return core;
}

const token = 'rv1:acknowledge:inc_1';
const card: Card = {
  lock: '#1 Web shop: CPU high',
  head: ['🔴 ', { bold: '#1' }, ' CPU high'],
  aside: 'critical · Web shop',
  lines: [
    ['Since ', { time: 1_767_580_200_000 }],
    ['<!channel> is only text, ', { mention: 'U0BO', name: 'Ada' }, ' is not'],
  ],
  buttons: [{ label: 'Acknowledge', token, style: 'primary' }],
};
const hello: Words = { lines: [['hello ', { bold: 'Ada' }]] };
/** Longer than any reconnecting should take. */
const soon = { timeout: 8000, interval: 20 };

let sandbox: Sandbox;
let core: Core;
let slack: Slack;
let lines: { level: string; message: string; details: object }[];

function newSlack(over: { botToken?: string; appToken?: string; apiUrl?: string } = {}): Slack {
  const { apiUrl, botToken, appToken } = sandbox.slack;
  const write = (level: string) => (details: object, message: string) => lines.push({ level, message, details });
  const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  return createSlack({ apiUrl, botToken, appToken, core, log, clock: systemClock, ...over });
}

beforeEach(async () => {
  lines = [];
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0 });
  core = recordingCore();
  slack = newSlack();
});
afterEach(async () => {
  await slack.stop();
  await sandbox.close();
  const said = JSON.stringify(lines, (_key, value) => (value instanceof Error ? String(value.stack) : value));
  expect(said).not.toContain(sandbox.slack.botToken);
  expect(said).not.toContain(sandbox.slack.appToken);
});

function done<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

async function postCard(port: ChatPort): Promise<string> {
  return done(await port.post('C0OPS', { card })).message;
}

function said(person: string): string[] {
  return sandbox.world.messages.filter(({ onlyFor }) => onlyFor === person).map(({ text }) => text);
}

/** Connections asked for so far. */
function opened(): number {
  return sandbox.calls.filter(({ method }) => method === 'apps.connections.open').length;
}

function complaints(): string[] {
  return lines.filter(({ level }) => level === 'error').map(({ message }) => message);
}

describe('started', () => {
  beforeEach(async () => {
    expect(await slack.start()).toEqual({ ok: true, value: null });
  });

  test('it has said which workspace it is, holds two connections and has no trouble', () => {
    expect(core.workspaces).toEqual(['slack T0SANDBOX Sandbox']);
    expect(sandbox.connections).toBe(2);
    expect(slack.port.trouble()).toBeNull();
    expect(complaints()).toEqual([]);
  });

  test('it posts, edits, answers in a thread and writes to a person', async () => {
    const { port } = slack;
    const message = await postCard(port);
    expect(await port.edit('C0OPS', message, { words: hello })).toEqual({ kind: 'done', value: null });
    const reply = done(await port.post('C0OPS', { words: hello }, message)).message;
    const { channel } = done(await port.openDm('U0ADA'));
    done(await port.post(channel, { card }));
    expect(sandbox.world.messages).toMatchObject([
      { channel: 'C0OPS', ts: message, text: 'hello Ada', threadTs: null },
      { channel: 'C0OPS', ts: reply, threadTs: message },
      { channel, text: '#1 Web shop: CPU high' },
    ]);
    expect(await port.post('C0RANDOM', { card })).toMatchObject({ kind: 'gone', what: 'channel' });
    expect(sandbox.calls.filter(({ ok }) => !ok)).toHaveLength(1);
  });

  test('what stands first in a long command is cut off, and the answer is for the asker alone', async () => {
    core.answer = async () => hello;
    await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/reveille incident list mine' });
    expect(core.commands).toEqual([
      {
        speaker: { platform: 'slack', workspace: 'T0SANDBOX', person: 'U0ADA' },
        name: 'incident',
        text: 'list mine',
        channel: 'C0OPS',
      },
    ]);
    await vi.waitFor(() => expect(said('U0ADA')).toEqual(['hello Ada']), soon);
  });

  test('a press reaches the core and leaves the card as it is', async () => {
    const message = await postCard(slack.port);
    core.answer = async () => hello;
    await sandbox.press({ person: 'U0ADA', channel: 'C0OPS', ts: message, actionId: token });
    expect(core.presses).toEqual([
      {
        speaker: { platform: 'slack', workspace: 'T0SANDBOX', person: 'U0ADA' },
        token,
        channel: 'C0OPS',
        message,
      },
    ]);
    await vi.waitFor(() => expect(said('U0ADA')).toEqual(['hello Ada']), soon);
    expect(sandbox.world.messages.find(({ ts }) => ts === message)).toMatchObject({ text: card.lock, edited: null });
  });

  test('a press whose work takes longer than Slack waits is acknowledged in time and answered later', async () => {
    const message = await postCard(slack.port);
    let finish: (words: Words) => void = () => {};
    core.answer = () => new Promise((resolve) => (finish = resolve));
    await sandbox.press({ person: 'U0ADA', channel: 'C0OPS', ts: message, actionId: token });
    expect(said('U0ADA')).toEqual([]);
    finish(hello);
    await vi.waitFor(() => expect(said('U0ADA')).toEqual(['hello Ada']), soon);
  });

  test('a core that throws is a calm sentence with a reference', async () => {
    core.answer = () => Promise.reject(new Error('disk'));
    await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list' });
    await vi.waitFor(
      () => expect(said('U0ADA')).toEqual([expect.stringMatching(/the reference [0-9a-f]{8}\.$/)]),
      soon,
    );
    expect(complaints()).toEqual(['a command failed']);
  });

  test('an answer that Slack does not take is a line in the log', async () => {
    core.answer = async () => hello;
    sandbox.fail('response_url', { status: 500 });
    await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list' });
    const failed = expect.objectContaining({ level: 'warn', message: 'answering in Slack failed; going on' });
    await vi.waitFor(() => expect(lines).toContainEqual(failed), soon);
  });

  test('connections that are cut come back by themselves', async () => {
    const before = opened();
    sandbox.dropConnections();
    await vi.waitFor(() => expect(opened()).toBe(before + 2), soon);
    await vi.waitFor(() => expect(sandbox.connections).toBe(2), soon);
    await vi.waitFor(() => expect(slack.port.trouble()).toBeNull(), soon);
    await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list' });
    expect(core.commands).toHaveLength(1);
    expect(complaints()).toEqual([]);
  });

  test('a routine refresh is replaced at once', async () => {
    const before = opened();
    sandbox.refreshConnections();
    await vi.waitFor(() => expect(opened()).toBe(before + 2), soon);
    await vi.waitFor(() => expect(sandbox.connections).toBe(2), soon);
    await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list' });
    expect(core.commands).toHaveLength(1);
    expect(complaints()).toEqual([]);
  });

  test('connecting that fails for a while is tried until it works', async () => {
    sandbox.fail('apps.connections.open', { status: 500, times: 4 });
    sandbox.dropConnections();
    const sentence = /^Slack cannot be reached at 127\.0\.0\.1:\d+ since .* UTC \(Slack answered HTTP 500\)\.$/;
    await vi.waitFor(() => expect(slack.port.trouble() ?? '').toMatch(sentence), soon);
    await vi.waitFor(() => expect(sandbox.connections).toBe(2), soon);
    await vi.waitFor(() => expect(slack.port.trouble()).toBeNull(), soon);
  });

  test('an app token that is revoked while we run is said', async () => {
    sandbox.fail('apps.connections.open', { status: 200, error: 'token_revoked', times: 2 });
    sandbox.dropConnections();
    await vi.waitFor(() => expect(slack.port.trouble() ?? '').toMatch(/SLACK_APP_TOKEN \(token_revoked\)/), soon);
    expect(complaints()).toEqual([expect.stringMatching(/SLACK_APP_TOKEN/)]);
  });

  test('stopping waits for what runs, and then nothing is left', async () => {
    let finish: (words: Words) => void = () => {};
    core.answer = () => new Promise((resolve) => (finish = resolve));
    const typed = sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list' });
    await vi.waitFor(() => expect(core.commands).toHaveLength(1), soon);
    const stopping = slack.stop();
    finish(hello);
    await typed;
    await stopping;
    expect(said('U0ADA')).toEqual(['hello Ada']);
    await vi.waitFor(() => expect(sandbox.connections).toBe(0), soon);
  });
});

describe('a wrong token is refused with a sentence', () => {
  test.each<[name: string, over: { botToken?: string; appToken?: string }, sentence: RegExp]>([
    ['bot', { botToken: 'xoxb-wrong' }, /SLACK_BOT_TOKEN \(invalid_auth\).*OAuth & Permissions/],
    ['app', { appToken: 'xapp-wrong' }, /SLACK_APP_TOKEN \(invalid_auth\).*connections:write/],
    ['swapped', { botToken: 'xapp-sandbox-not-a-secret' }, /SLACK_BOT_TOKEN \(not_allowed_token_type\)/],
  ])('%s', async (_name, over, sentence) => {
    slack = newSlack(over);
    const refused = { code: 'wrong-token', message: expect.stringMatching(sentence) };
    expect(await slack.start()).toEqual({ ok: false, refusal: refused });
    expect(sandbox.connections).toBe(0);
  });
});

test('a workspace that is not ours is trouble in the words of the core, and commands still come in', async () => {
  core.strange = 'There is no account yet.';
  expect(await slack.start()).toEqual({ ok: true, value: null });
  expect(slack.port.trouble()).toBe('There is no account yet.');
  await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list' });
  expect(core.commands).toHaveLength(1);
});

test('with nobody there it starts at once, says so, and connects when Slack comes up', async () => {
  const port = await freePort();
  slack = newSlack({ apiUrl: `http://127.0.0.1:${port}/api/` });
  expect(await slack.start()).toEqual({ ok: true, value: null });
  expect(slack.port.trouble()).toMatch(
    new RegExp(`cannot be reached at 127.0.0.1:${port} since .* UTC \\(.*ECONNREFUSED`),
  );
  const late = await startSandbox({ host: '127.0.0.1', port });
  try {
    await vi.waitFor(() => expect(slack.port.trouble()).toBeNull(), soon);
    expect(core.workspaces).toEqual(['slack T0SANDBOX Sandbox']);
    await late.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list' });
    expect(core.commands).toHaveLength(1);
  } finally {
    await slack.stop();
    await late.close();
  }
});

test('stopping is quick, whatever it is doing', async () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  const away = newSlack({ apiUrl: `http://127.0.0.1:${await freePort()}/api/` });
  await away.start();
  await slack.start();
  await Promise.all([away.stop(), slack.stop()]);
  await vi.waitFor(() => expect(sandbox.connections).toBe(0), soon);
  expect(timers()).toBeLessThanOrEqual(before);
}, 3000);
