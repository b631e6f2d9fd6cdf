import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSandbox, webClient } from './clients.ts';
import { form, openApp, show, words } from './forms.ts';

const answers = { title: 'Hello' };
const sorry = 'We had some trouble connecting. Try again?';

test('a form is sent whole, with what stands in each of its fields', async () => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  const { id, hash } = await show(sandbox, app);
  const filled = { title: 'Hello', size: 'l', who: 'U0CY', when: null };
  expect(await sandbox.submit({ person: 'U0ADA', answers: filled })).toEqual({ kind: 'closed' });
  expect(app.heard).toMatchObject([
    {
      type: 'view_submission',
      team: { id: 'T0SANDBOX', domain: 'sandbox' },
      user: { id: 'U0ADA', name: 'ada', team_id: 'T0SANDBOX' },
      api_app_id: 'A0REVEILLE',
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]+$/),
      response_urls: [],
      view: {
        id,
        hash,
        type: 'modal',
        callback_id: 'form',
        private_metadata: 'secret',
        blocks: [{ type: 'section' }, { block_id: 'title' }, { block_id: 'size' }, { block_id: 'who' }, {}],
        state: {
          values: {
            title: { title: { type: 'plain_text_input', value: 'Hello' } },
            size: { size: { type: 'static_select', selected_option: { text: { text: 'Large' }, value: 'l' } } },
            who: { who: { type: 'users_select', selected_user: 'U0CY' } },
            when: { when: { type: 'datetimepicker', selected_date_time: null } },
          },
        },
      },
    },
  ]);
  expect(sandbox.viewOf('U0ADA')).toBeNull();
});

test('what is not filled in is as it stood there, or empty', async () => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  await show(sandbox, app);
  await sandbox.submit({ person: 'U0ADA', answers });
  expect(app.heard[0]).toHaveProperty('view.state.values', {
    title: { title: { type: 'plain_text_input', value: 'Hello' } },
    size: {
      size: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: 'Small' }, value: 's' } },
    },
    who: { who: { type: 'users_select', selected_user: null } },
    when: { when: { type: 'datetimepicker', selected_date_time: 1_700_000_000 } },
  });
});

test.each([
  [{}, 'Please complete this required field.'],
  [{ title: '' }, 'Please complete this required field.'],
  [{ title: 'a' }, 'Please write at least 2 characters.'],
  [{ title: 'a'.repeat(11) }, 'Please write at most 10 characters; these are 11.'],
])('Slack itself refuses %j, and the app hears nothing', async (given, words) => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  const before = await show(sandbox, app);
  expect(await sandbox.submit({ person: 'U0ADA', answers: given })).toEqual({
    kind: 'incomplete',
    errors: { title: words },
  });
  expect(app.heard).toEqual([]);
  expect(sandbox.viewOf('U0ADA')).toBe(before);
});

test.each([
  [{ colour: 'red' }, 'The form shows no field colour.'],
  [{ title: 7 }, 'The field title takes words.'],
  [{ size: 'xl' }, 'The field size does not offer xl.'],
  [{ who: 'U0NOBODY' }, 'The field who does not offer U0NOBODY.'],
  [{ when: 'noon' }, 'The field when takes seconds since 1970.'],
])('nobody can put %j into it', async (given, words) => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  await show(sandbox, app);
  await expect(sandbox.submit({ person: 'U0ADA', answers: { ...answers, ...given } })).rejects.toThrow(words);
});

test('errors stay at their fields until it is sent well', async () => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  const before = await show(sandbox, app);
  const errors = { title: 'There is one already.' };
  app.answer = (nth) => (nth === 1 ? { response_action: 'errors', errors } : { response_action: 'clear' });
  expect(await sandbox.submit({ person: 'U0ADA', answers })).toEqual({ kind: 'errors', errors });
  expect(sandbox.viewOf('U0ADA')).toBe(before);
  expect(await sandbox.submit({ person: 'U0ADA', answers })).toEqual({ kind: 'closed' });
  expect(sandbox.viewOf('U0ADA')).toBeNull();
});

test('another view may stand in its place, with the same id and another hash', async () => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  const before = await show(sandbox, app);
  app.answer = () => ({ response_action: 'update', view: words });
  expect(await sandbox.submit({ person: 'U0ADA', answers })).toEqual({ kind: 'replaced' });
  const after = sandbox.viewOf('U0ADA');
  expect(after).toMatchObject({ id: before.id, modal: { title: { text: 'One moment' } } });
  expect(after?.hash).not.toBe(before.hash);
});

test.each<[string, object, RegExp]>([
  ['a field that is not there', { response_action: 'errors', errors: { colour: 'x' } }, /no input block colour/],
  ['no errors', { response_action: 'errors', errors: {} }, /no errors in it/],
  ['an action that is none', { response_action: 'dance' }, /none that Slack knows/],
  ['words', { text: 'thanks' }, /none that Slack knows/],
  ['a view that is wrong', { response_action: 'update', view: { type: 'modal' } }, /missing required field: title/],
])('an answer with %s is trouble, whose reason stands among the calls', async (_what, answer, why) => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  const before = await show(sandbox, app);
  app.answer = () => answer;
  const submitted = await sandbox.submit({ person: 'U0ADA', answers });
  expect(submitted).toEqual({ kind: 'trouble', words: sorry, why: expect.stringMatching(why) });
  expect(sandbox.viewOf('U0ADA')).toBe(before);
  expect(sandbox.calls.at(-1)).toMatchObject({
    method: 'view_submission',
    ok: false,
    error: 'invalid_answer',
    args: { answer },
  });
});

test('a form that is not acknowledged in three seconds stays, and is sent once at a time', async () => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  const before = await show(sandbox, app);
  app.answer = () => 'silence';
  const first = sandbox.submit({ person: 'U0ADA', answers });
  await expect(sandbox.submit({ person: 'U0ADA', answers })).rejects.toThrow('It is on its way already.');
  expect(await first).toEqual({ kind: 'trouble', words: sorry, why: expect.stringContaining('operation_timeout') });
  expect(sandbox.viewOf('U0ADA')).toBe(before);
});

test('a person who closes it while it is on its way is not shown what comes of it', async () => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  await show(sandbox, app);
  app.answer = () => {
    sandbox.closeView({ person: 'U0ADA' });
    return { response_action: 'update', view: words };
  };
  expect(await sandbox.submit({ person: 'U0ADA', answers })).toEqual({ kind: 'closed' });
  expect(sandbox.viewOf('U0ADA')).toBeNull();
});

test('over HTTP it is JSON in a signed form, and the answer is the body', async () => {
  const bodies: string[] = [];
  const replies = ['', '', '{"response_action":"errors","errors":{"title":"No."}}', 'ok', '{"response_'];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      bodies.push(Buffer.concat(parts).toString());
      const reply = replies[bodies.length] ?? '';
      response.setHeader('content-type', reply.startsWith('{') ? 'application/json' : 'text/plain');
      response.end(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const sandbox = await openSandbox({ requestUrl: `http://127.0.0.1:${address.port}/slack/events` });
  await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident trigger' });
  const trigger_id = new URLSearchParams(bodies[0]).get('trigger_id') ?? '';
  await webClient(sandbox).views.open({ trigger_id, view: form });
  const submit = () => sandbox.submit({ person: 'U0ADA', answers });
  expect(await submit()).toEqual({ kind: 'errors', errors: { title: 'No.' } });
  const payload = JSON.parse(new URLSearchParams(bodies[1]).get('payload') ?? '');
  expect(payload).toMatchObject({ type: 'view_submission', view: { callback_id: 'form' } });
  expect(await submit()).toMatchObject({ kind: 'trouble' });
  expect(await submit()).toMatchObject({ kind: 'trouble' });
  expect(await submit()).toEqual({ kind: 'closed' });
});

test('Socket Mode says where an answer is taken: with commands and forms, not with presses', async () => {
  const { WebSocket } = await import('ws');
  const sandbox = await openSandbox();
  const { url = '' } = await webClient(sandbox, sandbox.slack.appToken).apps.connections.open({});
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  const taken: string[] = [];
  const triggers: string[] = [];
  socket.on('message', (data) => {
    const { type, envelope_id, payload, accepts_response_payload: accepts } = JSON.parse(String(data));
    if (envelope_id === undefined) return;
    taken.push(`${payload.type ?? type} ${accepts}`);
    triggers.push(payload.trigger_id);
    socket.send(JSON.stringify({ envelope_id }));
  });
  await vi.waitUntil(() => sandbox.connections === 1, { timeout: 15_000 });
  await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident trigger' });
  const view = { ...form, blocks: [...form.blocks, ...words.blocks] };
  await webClient(sandbox).views.open({ trigger_id: triggers[0] ?? '', view });
  await sandbox.pressIn({ person: 'U0ADA', answers, actionId: 'go' });
  await sandbox.submit({ person: 'U0ADA', answers });
  expect(taken).toEqual(['slash_commands true', 'block_actions false', 'view_submission true']);
});
