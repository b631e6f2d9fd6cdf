import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { canBrowse, launch, openPage } from './browser.ts';
import { openSandbox, socketClient, webClient } from './clients.ts';

const actions = {
  type: 'actions' as const,
  elements: [
    { type: 'button' as const, text: { type: 'plain_text' as const, text: 'Acknowledge' }, action_id: 'ack' },
    {
      type: 'button' as const,
      text: { type: 'plain_text' as const, text: 'Resolve' },
      action_id: 'resolve',
      confirm: {
        title: { type: 'plain_text' as const, text: 'Sure?' },
        text: { type: 'plain_text' as const, text: 'Nobody is paged any more.' },
        confirm: { type: 'plain_text' as const, text: 'Do it' },
        deny: { type: 'plain_text' as const, text: 'Keep it' },
      },
    },
  ],
};

describe.skipIf(!canBrowse)('the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  const open = (sandbox: Sandbox): Promise<Page> => openPage(browser, sandbox);

  test('draws markup as Slack does, and nothing of a message becomes markup of the page', async () => {
    const sandbox = await openSandbox();
    const text = [
      '*bold* _italic_ `code` 2*3*4 snake_case_word',
      '<https://example.com/?a=1&amp;b=2|the graph> <@U0BO> <#C0GENERAL>',
      'at <!date^1700000000^{date_num} {time}|long ago> &lt;script&gt;',
      '<img src=x onerror=alert(1)> <javascript:alert(1)|press me>',
    ].join('\n');
    const { ts = '' } = await webClient(sandbox).chat.postMessage({ channel: 'C0OPS', text });
    const page = await open(sandbox);
    const message = page.locator(`[data-channel="C0OPS"][data-ts="${ts}"] .block-words`);
    expect((await message.allInnerTexts())[0]).toBe(
      [
        'bold italic code 2*3*4 snake_case_word',
        'the graph @Bo Diddley #general',
        'at 14/11/2023 23:13 <script>',
        '<img src=x onerror=alert(1)> press me',
      ].join('\n'),
    );
    expect(await message.locator('a').getAttribute('href')).toBe('https://example.com/?a=1&b=2');
    expect(await message.locator('strong, em, code, a, time').count()).toBe(5);
    expect(await message.locator('img, script').count()).toBe(0);
  });

  test('a press says that it was taken, or why not, and asks first where the app wants that', async () => {
    const sandbox = await openSandbox();
    await webClient(sandbox).chat.postMessage({ channel: 'C0OPS', text: 'a', blocks: [actions] });
    const page = await open(sandbox);
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByRole('alert').getByText('dispatch_failed').waitFor();
    const client = await socketClient(sandbox);
    const pressed: string[] = [];
    client.on('interactive', async ({ ack, body }) => {
      pressed.push(`${body.user.id} ${body.actions[0].action_id}`);
      await ack();
    });
    await page.locator('[data-person="U0BO"]').click();
    await page.getByRole('button', { name: 'Resolve' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('Reveille took it.').waitFor();
    await page.getByRole('button', { name: 'Resolve' }).click();
    await page.getByRole('button', { name: 'Do it', exact: true }).click();
    await expect.poll(() => pressed).toEqual(['U0BO ack', 'U0BO resolve']);
  });

  test('an edit arrives while one looks, and the keyboard stays on its button', async () => {
    const sandbox = await openSandbox();
    const web = webClient(sandbox);
    const { ts = '' } = await web.chat.postMessage({ channel: 'C0OPS', text: 'a', blocks: [actions] });
    const page = await open(sandbox);
    await page.getByRole('button', { name: 'Resolve' }).focus();
    await web.chat.update({ channel: 'C0OPS', ts, text: 'b', blocks: [{ type: 'divider' }, actions] });
    await page.getByText('(edited)').waitFor();
    await web.chat.postMessage({ channel: 'C0OPS', text: 'a reply', thread_ts: ts });
    await page.getByText('1 reply').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Resolve');
  });

  test('a direct message is shown to its person alone, an ephemeral one too, and news are counted', async () => {
    const sandbox = await openSandbox();
    const web = webClient(sandbox);
    const page = await open(sandbox);
    await web.chat.postMessage({ channel: 'U0BO', text: 'for Bo' });
    await web.chat.postEphemeral({ channel: 'C0OPS', user: 'U0BO', text: 'Bo only' });
    await page.locator('[data-person="U0BO"]').getByText('1 unread').waitFor();
    expect(await page.getByText('Bo only').count()).toBe(0);
    expect(await page.locator('[data-channel-link="D0BO"]').count()).toBe(0);
    await page.locator('[data-person="U0BO"]').click();
    await page.locator('article').getByText('Bo only').waitFor();
    await page.locator('[data-channel-link="D0BO"]').click();
    await page.locator('article').getByText('for Bo').waitFor();
    expect(await page.locator('[data-person="U0BO"]').getByText('unread').count()).toBe(0);
  });

  test('Slack is broken and mended from the panel, by keyboard too, and the calls say what hit them', async () => {
    const sandbox = await openSandbox();
    const web = webClient(sandbox);
    await web.conversations.open({ users: 'U0BO' });
    const page = await open(sandbox);
    await page.getByRole('button', { name: 'Break things' }).press('Enter');
    const panel = page.getByRole('region', { name: 'Break things' });
    expect(await page.evaluate('document.activeElement.id')).toBe('fault-platform');
    await panel.getByLabel('What goes wrong').selectOption('Slow answers');
    await panel.getByLabel('Seconds late').fill('0.2');
    await panel.getByLabel('Which calls').selectOption('chat.postMessage');
    await panel.getByLabel('Where').selectOption('Direct messages with Bo Diddley');
    await panel.getByLabel('How long').selectOption('Several times');
    await panel.getByLabel('How many times').fill('2');
    await panel.getByRole('button', { name: 'Break it' }).click();
    const words = 'Answers 0.2 s late: chat.postMessage in the direct messages with Bo Diddley, 2 times.';
    await panel.getByText(words).waitFor();
    await web.chat.postMessage({ channel: 'U0BO', text: 'a' });
    await panel.getByText('once more · 1 hit').waitFor();
    await page.getByText('Behind the scenes').click();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'chat.postMessage' })
      .getByText('slow', { exact: true })
      .waitFor();

    sandbox.faults.begin({ kind: 'no-socket', lasts: 'until-ended' });
    sandbox.faults.begin({ kind: 'outage', answer: '503', lasts: { ms: 3_600_000 } });
    await page.getByText('Broken: 3 things').waitFor();
    await panel.getByRole('button', { name: 'Stop: No sockets, Socket Mode' }).click();
    await panel.getByText('Mended.').waitFor();
    expect(sandbox.faults.on.map(({ fault }) => fault.kind)).toEqual(['slow', 'outage']);
    await panel.getByRole('button', { name: 'Mend all' }).click();
    await panel.getByText('Nothing. Slack and Discord work as they should.').waitFor();
    expect(sandbox.faults.on).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await panel.isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.id')).toBe('faults-open');
  });

  test('commands are typed, hinted at and remembered', async () => {
    const sandbox = await openSandbox();
    const client = await socketClient(sandbox);
    client.on('slash_commands', ({ ack, body }) => ack({ text: `heard ${body.text}` }));
    const page = await open(sandbox);
    const box = page.locator('#box');
    await box.fill('/incident l');
    await page.getByRole('button', { name: '/incident list' }).click();
    await box.press('Enter');
    await page.locator('article').getByText('heard list').waitFor();
    await box.press('ArrowUp');
    expect(await box.inputValue()).toBe('/incident list');
  });

  test('the page finds the sandbox again after a restart', async () => {
    const first = await openSandbox();
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    await page.goto(first.url);
    await page.locator('#slack').getByText('Reveille is not connected').waitFor();
    await first.close();
    await page.locator('#slack').getByText('does not answer').waitFor();
    const second = await openSandbox({ port: Number(new URL(first.url).port) });
    await page.locator('#slack').getByText('Reveille is not connected').waitFor();
    await webClient(second).chat.postMessage({ channel: 'C0OPS', text: 'after the restart' });
    await page.locator('article').getByText('after the restart').waitFor();
  });
});
