import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { createStamps } from '../../sandbox/slack/message-stamp.ts';
import { openSandbox, webClient } from './clients.ts';

function aFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'deep', 'world.json');
}

test('the world survives a restart, but for what only one person saw', async () => {
  const worldFile = aFile();
  const before = await startSandbox({ host: '127.0.0.1', port: 0, worldFile });
  const web = webClient(before);
  const dm = await web.conversations.open({ users: 'U0ADA' });
  const { ts = '' } = await web.chat.postMessage({ channel: dm.channel?.id ?? '', text: 'a' });
  await web.chat.postEphemeral({ channel: 'C0OPS', user: 'U0ADA', text: 'private' });
  await before.close();
  expect(statSync(worldFile).mode & 0o777).toBe(0o600);

  const after = await openSandbox({ worldFile });
  expect(after.world.messages).toEqual(before.world.messages.filter((each) => each.onlyFor === null));
  expect(after.world.channels).toEqual(before.world.channels);
  const edited = await webClient(after).chat.update({ channel: dm.channel?.id ?? '', ts, text: 'b' });
  expect(edited.ok).toBe(true);
});

test('a file that is something else is left alone and named', async () => {
  const worldFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'world.json');
  onTestFinished(() => rmSync(worldFile));
  writeFileSync(worldFile, '{"version":9}');
  await expect(startSandbox({ host: '127.0.0.1', port: 0, worldFile })).rejects.toThrow(worldFile);
  expect(readFileSync(worldFile, 'utf8')).toBe('{"version":9}');
});

test('a channel keeps its newest 500 messages', async () => {
  const sandbox = await openSandbox();
  const web = webClient(sandbox);
  await Promise.all(Array.from({ length: 503 }, (_, at) => web.chat.postMessage({ channel: 'C0OPS', text: `${at}` })));
  expect(sandbox.world.messages).toHaveLength(500);
});

test('timestamps never repeat and never go back, whatever the clock does', () => {
  const clock = [1_700_000_000_000, 1_700_000_000_900, 1_700_000_001_000, 1_600_000_000_000];
  const stamps = createStamps('0.000000', () => clock.shift() ?? 0);
  expect([stamps.next(), stamps.next(), stamps.next(), stamps.next()]).toEqual([
    '1700000000.000100',
    '1700000000.000200',
    '1700000001.000100',
    '1700000001.000200',
  ]);
});

test('a taken port is told with the own error of node', async () => {
  const sandbox = await openSandbox();
  const port = Number(new URL(sandbox.url).port);
  await expect(startSandbox({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
