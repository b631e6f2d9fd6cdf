import { expect, test, vi } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { openSandbox, socketClient } from './clients.ts';

/** What the page does. */
async function deed(sandbox: Sandbox, name: string, body: object): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${sandbox.url}/page/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: sandbox.url },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: await response.json() };
}

test('the page breaks and mends, and is told in words', async () => {
  const sandbox = await openSandbox();
  const fault = { kind: 'lost-answer', scope: { channel: 'C0OPS' }, lasts: 'until-ended' };
  expect((await deed(sandbox, 'break', fault)).answer).toEqual({
    ok: true,
    words: 'Lost answers: every call in #ops, until you stop it.',
    id: 'fault-1',
  });
  expect(sandbox.faults.on).toMatchObject([{ id: 'fault-1', fault }]);
  expect((await deed(sandbox, 'mend', { id: 'fault-1' })).answer).toEqual({ ok: true, words: 'Mended.' });
  expect((await deed(sandbox, 'mend', { id: 'fault-1' })).answer).toEqual({ ok: true, words: 'It was over already.' });
  await deed(sandbox, 'break', fault);
  expect((await deed(sandbox, 'mend', {})).answer).toEqual({ ok: true, words: 'All is mended.' });
  expect(sandbox.faults.on).toEqual([]);
});

test('an impossible fault is answered 400, with the field and what is allowed', async () => {
  const sandbox = await openSandbox();
  const { status, answer } = await deed(sandbox, 'break', { kind: 'slow', ms: 0, lasts: 'for ever' });
  expect(status).toBe(400);
  expect(answer).toMatchObject({ ok: false, words: expect.stringMatching(/at ms[\s\S]*"until-ended"[\s\S]*at lasts/) });
  expect(sandbox.faults.on).toEqual([]);
});

test('the sockets are cut, or asked to come anew', async () => {
  const sandbox = await openSandbox();
  const client = await socketClient(sandbox, { clientPingTimeout: 1000 });
  for (const act of ['drop', 'refresh']) {
    const back = new Promise((resolve) => client.once('connected', resolve));
    expect((await deed(sandbox, 'sockets', { act })).answer).toMatchObject({ ok: true });
    await back;
    await vi.waitFor(() => expect(sandbox.connections).toBe(1), { timeout: 15_000 });
  }
});
