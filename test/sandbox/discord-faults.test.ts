import { Routes } from 'discord.js';
import { expect, test, vi } from 'vitest';
import type { Discord } from '../../sandbox/discord/discord.ts';
import type { DiscordFault } from '../../sandbox/discord/fault.ts';
import { clientOf, openDiscord, ops, restOf } from './discord-clients.ts';

const post = (discord: Discord): Promise<Response> =>
  fetch(`${discord.api}/v10/channels/${ops}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${discord.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ content: 'a' }),
  });
const said = (discord: Discord): number => discord.world.messages.length;
const ever = 'until-ended' as const;
const cutOff = { cause: expect.objectContaining({ code: 'UND_ERR_SOCKET' }) };
const create = 'POST /channels/{channel.id}/messages';

test.each<[fault: DiscordFault, status: number, body: object]>([
  [{ kind: 'rate-limit', retryAfterS: 0.25, limit: 'shared', lasts: ever }, 429, { retry_after: 0.25, global: false }],
  [{ kind: 'server-error', lasts: ever }, 500, { code: 0 }],
  [
    { kind: 'refusal', status: 403, code: 50013, message: 'Missing Permissions', lasts: ever },
    403,
    { code: 50013, message: 'Missing Permissions' },
  ],
  [{ kind: 'outage', answer: '503', lasts: ever }, 503, { code: 0 }],
])('%j: the answer, nothing done, and the log says why', async (fault, status, body) => {
  const discord = await openDiscord();
  discord.faults.begin(fault);
  const answer = await post(discord);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('x-ratelimit-scope')).toBe(fault.kind === 'rate-limit' ? 'shared' : null);
  expect(await answer.json()).toMatchObject(body);
  expect(said(discord)).toBe(0);
  expect(discord.calls).toMatchObject([{ method: create, ok: false, fault: fault.kind }]);
});

test('the real client waits as long as it is told, and then gets through', async () => {
  const discord = await openDiscord();
  discord.faults.begin({ kind: 'rate-limit', retryAfterS: 0.05, limit: 'user', lasts: { calls: 1 } });
  await restOf(discord).post(Routes.channelMessages(ops), { body: { content: 'a' } });
  expect(said(discord)).toBe(1);
  expect(discord.calls).toMatchObject([{ ok: false, fault: 'rate-limit' }, { ok: true }]);
});

test('a lost answer: it is done and recorded, and the line is cut', async () => {
  const discord = await openDiscord();
  discord.faults.begin({ kind: 'lost-answer', scope: { method: create, channel: ops }, lasts: { calls: 1 } });
  await expect(post(discord)).rejects.toMatchObject(cutOff);
  expect(said(discord)).toBe(1);
  expect((await post(discord)).status).toBe(200);
});

test('a slow answer: it is done at once and heard of later', async () => {
  const discord = await openDiscord();
  discord.faults.begin({ kind: 'slow', ms: 30, lasts: ever });
  const before = performance.now();
  expect((await post(discord)).status).toBe(200);
  expect(performance.now() - before).toBeGreaterThanOrEqual(29);
});

test('an impossible fault is refused with the field', async () => {
  const { faults } = await openDiscord();
  const wrong = { kind: 'server-error', scope: { method: 'POST /poems' }, lasts: ever } as const;
  expect(() => faults.begin(wrong)).toThrow(/one of: POST .*\n.*at scope\.method/);
});

test('an outage: the gateway is cut, calls find nobody, and the client comes back after it', async () => {
  const discord = await openDiscord();
  const client = await clientOf(discord);
  expect(discord.connections).toBe(1);
  const back = new Promise<void>((resolve) => {
    client.once('shardReady', () => resolve());
    client.once('shardResume', () => resolve());
  });
  const { id } = discord.faults.begin({ kind: 'outage', answer: 'none', lasts: ever });
  await vi.waitFor(() => expect(discord.connections).toBe(0), { timeout: 15_000 });
  await expect(post(discord)).rejects.toMatchObject(cutOff);
  await vi.waitFor(() => expect(discord.calls).toContainEqual(expect.objectContaining({ method: 'socket' })), 20_000);
  discord.faults.end(id);
  // Not before it is taken in again: a client that is destroyed in between never ends.
  await back;
  expect(discord.connections).toBe(1);
});
