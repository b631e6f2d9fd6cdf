import { expect, onTestFinished, test, vi } from 'vitest';
import { createTriggers } from '../../sandbox/slack/triggers.ts';
import { openSandbox, refusal, webClient } from './clients.ts';
import { form, openApp, show, trigger, words } from './forms.ts';

test('a view is shown to whoever did what the trigger is of, and answered as Slack does', async () => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  const opened = await webClient(sandbox).views.open({ trigger_id: await trigger(sandbox, app, 'U0BO'), view: form });
  expect(opened.view).toMatchObject({
    id: expect.stringMatching(/^V[0-9A-Z]{8,}$/),
    team_id: 'T0SANDBOX',
    app_id: 'A0REVEILLE',
    bot_id: 'B0REVEILLE',
    type: 'modal',
    callback_id: 'form',
    private_metadata: 'secret',
    hash: expect.stringMatching(/^\d+\.[0-9a-f]{8}$/),
    root_view_id: opened.view?.id,
    previous_view_id: null,
    state: { values: {} },
    submit: { text: 'Send' },
  });
  expect(opened.view?.blocks?.[0]).toMatchObject({ type: 'section', block_id: expect.stringMatching(/^.{5}$/) });
  expect(sandbox.viewOf('U0BO')).toMatchObject({ id: opened.view?.id, hash: opened.view?.hash, person: 'U0BO' });
  expect(sandbox.viewOf('U0ADA')).toBeNull();
});

test('a trigger works once, for three seconds, and only if it is one', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  const web = webClient(sandbox);
  const open = async (trigger_id: string) => await refusal(web.views.open({ trigger_id, view: words }));
  expect(await open('12345.98765.abcd2358fdea')).toMatchObject({ error: 'invalid_trigger_id' });

  const used = await trigger(sandbox, app);
  const late = await trigger(sandbox, app);
  const wrong = await refusal(web.apiCall('views.open', { trigger_id: used, view: { type: 'modal' } }));
  expect(wrong).toMatchObject({ error: 'invalid_arguments' });
  await web.views.open({ trigger_id: used, view: words });
  expect(await open(used)).toMatchObject({ error: 'exchanged_trigger_id' });
  // The socket notices the jump and comes anew, so nothing may be asked of it from here.
  vi.setSystemTime(Date.now() + 3001);
  expect(await open(late)).toMatchObject({ error: 'expired_trigger_id' });
});

test('a trigger is good at three seconds, not after', () => {
  let now = 0;
  const triggers = createTriggers(() => now);
  const [first, second] = [triggers.mint('U0ADA'), triggers.mint('U0ADA')];
  now = 3000;
  expect(triggers.exchange(first)).toEqual({ ok: true, person: 'U0ADA' });
  now = 3001;
  expect(triggers.exchange(second)).toEqual({ ok: false, error: 'expired_trigger_id' });
  expect(triggers.exchange(first)).toEqual({ ok: false, error: 'exchanged_trigger_id' });
});

test('a press opens one too, in a message and in a view, and a new view takes the place of the old', async () => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  const web = webClient(sandbox);
  const [, actions] = words.blocks;
  const { ts = '' } = await web.chat.postMessage({ channel: 'C0OPS', text: 'a', blocks: actions ? [actions] : [] });
  await sandbox.press({ person: 'U0ADA', channel: 'C0OPS', ts, actionId: 'go' });
  await web.views.open({ trigger_id: app.triggers.at(-1) ?? '', view: words });
  const first = sandbox.viewOf('U0ADA');
  await sandbox.pressIn({ person: 'U0ADA', answers: {}, actionId: 'go' });
  expect(app.heard.at(-1)).toMatchObject({
    type: 'block_actions',
    user: { id: 'U0ADA' },
    container: { type: 'view', view_id: first?.id },
    view: { id: first?.id, hash: first?.hash, state: { values: {} } },
    actions: [{ action_id: 'go', block_id: 'more', value: 'v1', type: 'button' }],
  });
  for (const absent of ['message', 'channel', 'response_url']) expect(app.heard.at(-1)).not.toHaveProperty(absent);
  await web.views.open({ trigger_id: app.triggers.at(-1) ?? '', view: form });
  const second = sandbox.viewOf('U0ADA');
  expect(second).toMatchObject({ modal: { title: { text: 'A form' } } });
  const gone = await refusal(web.views.update({ view_id: first?.id ?? '', view: words }));
  expect(gone).toMatchObject({ error: 'not_found' });
});

test('a view is replaced in place, by its hash where one is given, until it is closed', async () => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  const web = webClient(sandbox);
  const { id: view_id, hash = '' } = await show(sandbox, app, words);
  const updated = await web.views.update({ view_id, hash, view: form });
  expect(updated.view).toMatchObject({ id: view_id, title: { text: 'A form' } });
  expect(updated.view?.hash).not.toBe(hash);
  expect(await refusal(web.views.update({ view_id, hash, view: words }))).toMatchObject({ error: 'hash_conflict' });
  await web.views.update({ view_id, view: words });
  expect(sandbox.viewOf('U0ADA')).toMatchObject({ id: view_id, modal: { title: { text: 'One moment' } } });
  sandbox.closeView({ person: 'U0ADA' });
  expect(await refusal(web.views.update({ view_id, view: words }))).toMatchObject({ error: 'not_found' });
  expect(await refusal(web.apiCall('views.update', { view: words }))).toMatchObject({
    error: 'invalid_arguments',
    response_metadata: { messages: ['[ERROR] missing required field: view_id'] },
  });
});

test('only what is shown can be pressed', async () => {
  const sandbox = await openSandbox();
  const app = await openApp(sandbox);
  const press = { person: 'U0ADA', answers: {}, actionId: 'go' };
  await expect(sandbox.pressIn(press)).rejects.toThrow('Ada Lovelace is not shown that form any more.');
  await show(sandbox, app, words);
  await expect(sandbox.pressIn({ ...press, actionId: 'stop' })).rejects.toThrow('does not show a button stop now');
  await expect(sandbox.pressIn({ ...press, viewId: 'V0OTHER' })).rejects.toThrow('not shown that form any more');
  await expect(sandbox.submit({ person: 'U0ADA', answers: {} })).rejects.toThrow('There is nothing to send here.');
});
