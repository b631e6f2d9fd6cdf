import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createDiscord } from '../../adapters/discord/discord.ts';
import type { Chat } from '../../src/chat/adapter.ts';
import type { Form } from '../../src/chat/form.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { ok } from '../../src/lib/result.ts';
import { ids, type LittleDiscord, littleDiscord } from '../support/discord-gateway.ts';
import { type StrictLog, strictLog } from '../support/log.ts';
import { type RecordingCore, recordingCore } from '../support/slack-place.ts';

let discord: Chat;
let little: LittleDiscord;
let core: RecordingCore;
let log: StrictLog;

beforeEach(async () => {
  little = await littleDiscord();
  core = recordingCore();
  log = strictLog();
  discord = connect();
});
afterEach(async () => {
  await discord.stop();
  await little.close();
});

function connect(): Chat {
  const { apiUrl } = little.stub;
  return createDiscord({ token: 'bot-token', apiUrl, core, log, clock: systemClock, lookEvery: 50, callTimeout: 2000 });
}

/** What was answered, once there are so many answers. */
async function answers(count = 1): Promise<unknown[]> {
  const found = () => little.asked.filter(({ url }) => /^\/(interactions|webhooks)\//.test(url));
  await vi.waitFor(() => expect(found().length).toBeGreaterThanOrEqual(count), 5000);
  return found().map(({ body }) => body);
}

const press = (over: object = {}) => ({
  type: 3,
  message: { id: '4', channel_id: ids.channel, flags: 0, author: { id: '700000000000000001', username: 'Reveille' } },
  data: { custom_id: 'rv1:acknowledge:inc_1', component_type: 2 },
  ...over,
});
const command = (name: string, options: object[] = [], type = 2) => ({
  type,
  data: { id: '9', type: 1, name: 'incident', options: [{ type: 1, name, options }] },
});

describe('starting', () => {
  test('connects the server to an account and tells Discord of the commands, once', async () => {
    expect(discord.port.trouble()).toBe('Discord is not connected yet.');
    expect(await discord.start()).toEqual(ok(null));
    expect(core.workspaces).toEqual([`discord ${ids.server} Acme`]);
    expect(discord.port.workspace()).toBe(ids.server);
    expect(discord.port.trouble()).toBeNull();
    const told = () => little.asked.filter(({ method }) => method === 'PUT');
    expect(told()).toHaveLength(1);
    await discord.stop();
    discord = connect();
    await discord.start();
    expect(told()).toHaveLength(1);
    log.expectQuiet();
  });

  test.each(['bad', 'bad at the gateway'] as const)('a token that is %s is refused with a sentence', async (token) => {
    little.token = token;
    const message = expect.stringMatching(/DISCORD_TOKEN.*discord\.com\/developers/);
    expect(await discord.start()).toEqual({ ok: false, refusal: { code: 'wrong-token', message } });
  });

  test('a Discord that cannot be reached is tried until it can', async () => {
    const { reply } = little.stub;
    little.stub.reply = (response) => response.destroy();
    expect(await discord.start()).toEqual(ok(null));
    await vi.waitFor(
      () => expect(discord.port.trouble()).toMatch(/^Discord cannot be reached at 127\.0\.0\.1:\d+ since/),
      { timeout: 15_000 },
    );
    little.stub.reply = reply;
    await vi.waitFor(() => expect(discord.port.trouble()).toBeNull(), 5000);
  });

  test('a server that no account knows is asked about again', async () => {
    core.strange = 'There is no account yet.';
    expect(await discord.start()).toEqual(ok(null));
    expect(discord.port.trouble()).toBe('There is no account yet.');
    expect(discord.port.workspace()).toBeNull();
    core.strange = null;
    await vi.waitFor(() => expect(discord.port.trouble()).toBeNull(), { timeout: 15_000 });
  });

  test('a bot that is in no server says how to let it in', async () => {
    await little.close();
    little = await littleDiscord([]);
    discord = connect();
    expect(await discord.start()).toEqual(ok(null));
    expect(discord.port.trouble()).toMatch(/in no Discord server yet.*oauth2\/authorize\?client_id=600000000000000001/);
  });

  test('a connection that is cut comes back', async () => {
    await discord.start();
    little.drop();
    await vi.waitFor(() => expect(discord.port.trouble()).toMatch(/cannot be reached/), { timeout: 15_000 });
    await vi.waitFor(() => expect(discord.port.trouble()).toBeNull(), 5000);
    little.interact(press());
    await vi.waitFor(() => expect(core.presses).toHaveLength(1), { timeout: 15_000 });
  });

  test('what is stopped while it connects anew does not come back', async () => {
    await discord.start();
    const other = connect();
    onTestFinished(() => other.stop());
    await other.start();
    little.drop();
    await vi.waitFor(() => expect(discord.port.trouble()).toMatch(/cannot be reached/), { timeout: 15_000 });
    await discord.stop();
    // The other one lost its connection at the same time and is not stopped: by then, both would be back.
    await vi.waitFor(() => expect(other.port.trouble()).toBeNull(), 5000);
    expect(little.connections()).toBe(1);
  });

  test('what is stopped while it waits for a hello stops, and does not come back', async () => {
    await discord.start();
    little.polite = false;
    little.drop();
    await vi.waitFor(() => expect(little.connections()).toBe(0), { timeout: 15_000 });
    await vi.waitFor(() => expect(little.connections()).toBe(1), 5000);
    await discord.stop();
    await vi.waitFor(() => expect(little.connections()).toBe(0), { timeout: 15_000 });
  });
});

describe('what people do', () => {
  beforeEach(async () => {
    await discord.start();
  });

  test('a press is run and acknowledged with nothing', async () => {
    little.interact(press());
    expect(await answers()).toEqual([{ type: 6 }]);
    const speaker = { platform: 'discord', workspace: ids.server, person: '100000000000000001' };
    expect(core.presses).toEqual([{ speaker, token: 'rv1:acknowledge:inc_1', channel: ids.channel, message: '4' }]);
    const last = little.asked.at(-1);
    expect(last?.url).toBe('/interactions/800000000000000001/aToken/callback');
    expect(last?.authorization).toBeUndefined();
  });

  test('what the card cannot say is said to the presser alone', async () => {
    core.answer = async () => ({ lines: [['Bo was faster.']] });
    little.interact(press());
    expect(await answers()).toMatchObject([{ type: 4, data: { content: 'Bo was faster.', flags: 64 } }]);
  });

  test('a press that Discord tells twice is run once', async () => {
    little.interact(press());
    little.interact(press());
    little.interact({ ...press(), id: '800000000000000002' });
    await answers(2);
    expect(core.presses).toHaveLength(2);
  });

  test('a press in a conversation names no server; in a private message it names no message', async () => {
    const user = { id: '100000000000000002', username: 'bo', discriminator: '0' };
    const alone = { guild_id: undefined, member: undefined, user, channel: { id: '5', type: 1 }, channel_id: '5' };
    const message = { ...press().message, channel_id: '5', flags: 64 };
    little.interact({ ...press({ message }), ...alone });
    await answers();
    const speaker = { platform: 'discord', workspace: '', person: user.id };
    expect(core.presses).toMatchObject([{ speaker, channel: '5', message: null }]);
  });

  test("a press in a forum's post is about the forum", async () => {
    little.interact({ ...press(), channel_id: '4', channel: { id: '4', type: 11, parent_id: '200' } });
    await answers();
    expect(core.presses).toMatchObject([{ channel: '200', message: '4' }]);
  });

  test('typed options are the same as a line', async () => {
    const options = [
      { type: 3, name: 'because', value: 'the disk was full' },
      { type: 3, name: 'incident', value: '142' },
    ];
    core.answer = async () => ({ lines: [['x']] });
    little.interact(command('resolve', options));
    expect(await answers()).toMatchObject([{ type: 4, data: { content: 'x', flags: 64 } }]);
    expect(core.commands).toMatchObject([
      { name: 'incident', text: 'resolve 142 because the disk was full', channel: ids.channel },
    ]);
  });

  test('a command that the card answers is not left without an answer', async () => {
    little.interact(command('wake', [{ type: 3, name: 'incident', value: '1' }]));
    expect(await answers()).toMatchObject([{ type: 4, data: { content: 'Done. The card shows it.', flags: 64 } }]);
  });

  test('work that takes long is acknowledged in time, and its answer follows', async () => {
    let finish: () => void = () => {};
    core.answer = () =>
      new Promise((resolve) => {
        finish = () => resolve({ lines: [['late']] });
      });
    little.interact(command('list'));
    expect(await answers()).toEqual([{ type: 5, data: { flags: 64 } }]);
    finish();
    expect(await answers(2)).toMatchObject([{}, { content: 'late' }]);
    const url = `/webhooks/${ids.app}/aToken/messages/@original`;
    expect(little.asked.at(-1)).toMatchObject({ method: 'PATCH', url });
  });

  test('what is typed is completed', async () => {
    core.complete = async (_speaker, what, typed) => [{ value: 'web', label: `${what} ${typed}` }];
    little.interact(command('trigger', [{ type: 3, name: 'service', value: 'we', focused: true }], 4));
    expect(await answers()).toEqual([{ type: 8, data: { choices: [{ name: 'service we', value: 'web' }] } }]);
  });

  test('a form is the first answer, and what was filled in comes back', async () => {
    const options = [{ value: 'inc_1', label: '#1 CPU' }] as const;
    const form: Form = {
      token: 'rv1:form:note',
      title: 'Note',
      submit: 'Write down',
      fields: [
        { name: 'incident', kind: 'choice', label: 'Incident', options },
        { name: 'text', kind: 'long', label: 'Note', most: 9000 },
      ],
    };
    core.formFor = () => ({ form: 'note', given: {} });
    core.form = async () => ({ form });
    core.submit = async ({ answers: given }) => ({ kind: 'mend', problems: { text: `not ${given.text}` } });
    little.interact(press());
    const select = { type: 3, custom_id: 'incident', required: true, options };
    const input = { type: 4, custom_id: 'text', style: 2, max_length: 4000, required: true };
    const labels = [
      { type: 18, label: 'Incident', component: select },
      { type: 18, label: 'Note', component: input },
    ];
    expect(await answers()).toEqual([
      { type: 9, data: { custom_id: 'rv1:form:note', title: 'Note', components: labels } },
    ]);
    const components = [
      { type: 18, id: 1, component: { type: 3, id: 2, custom_id: 'incident', values: ['inc_1'] } },
      { type: 18, id: 3, component: { type: 4, id: 4, custom_id: 'text', value: 'it was the cache' } },
    ];
    little.interact({ id: '800000000000000003', type: 5, data: { custom_id: 'rv1:form:note', components } });
    const [, words] = await answers(2);
    const content = expect.stringMatching(/not it was the cache[\s\S]*You wrote:/);
    expect(words).toMatchObject({ type: 4, data: { flags: 64, content } });
  });

  test('a failure of ours is a sentence with a reference that the log has too', async () => {
    core.answer = () => Promise.reject(new Error('boom'));
    little.interact(press());
    expect(await answers()).toMatchObject([{ type: 4, data: { content: expect.stringMatching(/reference \w+/) } }]);
    expect(log.complaints).toMatchObject([{ level: 'error', message: 'a press failed' }]);
  });
});
