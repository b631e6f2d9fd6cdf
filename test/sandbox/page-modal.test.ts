import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canBrowse, launch, openPage } from './browser.ts';
import { openSandbox, webClient } from './clients.ts';
import { form, openApp, show, trigger, words } from './forms.ts';

describe.skipIf(!canBrowse)('a modal on the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  const dialog = (page: Page, name = 'A form'): Locator => page.getByRole('dialog', { name });
  const focused = (page: Page): Promise<unknown> => page.evaluate('document.activeElement.id');

  test('is filled in by keyboard, each field by its label, and sent', async () => {
    const sandbox = await openSandbox();
    const app = await openApp(sandbox);
    const page = await openPage(browser, sandbox);
    await show(sandbox, app);
    const modal = dialog(page);
    await modal.waitFor();
    expect(await focused(page)).toBe('field-0');
    await page.keyboard.type('Hello');
    await modal.getByLabel('Size (optional)').selectOption('Large');
    expect(await modal.getByLabel('Who').locator('option').allInnerTexts()).toEqual([
      'Choose a person',
      'Ada Lovelace',
      'Bo Diddley',
      'Cy Young',
    ]);
    await modal.getByLabel('Who').selectOption('Bo Diddley');
    const when = modal.getByLabel('When');
    expect(await when.inputValue()).toBe('2023-11-14T23:13');
    await when.fill('2026-01-05T03:14');
    await modal.getByLabel('Title').press('Enter');
    await modal.waitFor({ state: 'hidden' });
    expect(app.heard).toMatchObject([{ type: 'view_submission', user: { id: 'U0ADA' } }]);
    expect(app.heard[0]).toHaveProperty('view.state.values', {
      title: { title: { type: 'plain_text_input', value: 'Hello' } },
      size: { size: expect.objectContaining({ selected_option: expect.objectContaining({ value: 'l' }) }) },
      who: { who: { type: 'users_select', selected_user: 'U0BO' } },
      when: { when: { type: 'datetimepicker', selected_date_time: Date.UTC(2026, 0, 5, 2, 14) / 1000 } },
    });
    expect(sandbox.viewOf('U0ADA')).toBeNull();
  });

  test('says at the field what is wrong, to eyes and ears, and keeps what was put in', async () => {
    const sandbox = await openSandbox();
    const app = await openApp(sandbox);
    const page = await openPage(browser, sandbox);
    await show(sandbox, app);
    const modal = dialog(page);
    const title = modal.getByLabel('Title');
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.getByText('Please complete this required field.').waitFor();
    expect(await title.getAttribute('aria-invalid')).toBe('true');
    expect(await title.evaluate((it) => it.getAttribute('aria-describedby'))).toBe('field-0-hint field-0-problem');
    expect(await modal.getByRole('status').textContent()).toBe('One field needs another look.');
    expect(await focused(page)).toBe('field-0');
    await title.fill('Hello');
    expect(await title.getAttribute('aria-invalid')).toBeNull();

    app.answer = () => ({ response_action: 'errors', errors: { title: 'There is one already.', who: 'Not there.' } });
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.getByText('There is one already.').waitFor();
    await modal.getByText('Not there.').waitFor();
    expect(await modal.getByRole('status').textContent()).toBe('2 fields need another look.');
    expect(await title.inputValue()).toBe('Hello');

    app.answer = () => ({ response_action: 'dance' });
    await modal.getByRole('button', { name: 'Send' }).click();
    await modal.getByRole('alert').getByText('We had some trouble connecting. Try again?').waitFor();
    expect(await title.inputValue()).toBe('Hello');
  });

  test('says that it is busy while it is sent, and sends once', async () => {
    const sandbox = await openSandbox();
    const app = await openApp(sandbox);
    const page = await openPage(browser, sandbox);
    await show(sandbox, app);
    const modal = dialog(page);
    await modal.getByLabel('Title').fill('Hello');
    app.answer = () => 'silence';
    const send = modal.getByRole('button', { name: 'Send' });
    await send.click();
    await send.and(page.locator('[aria-disabled="true"].pending')).waitFor();
    await modal.getByLabel('Title').press('Enter');
    await modal.getByRole('alert').getByText('We had some trouble connecting.').waitFor();
    expect(await send.getAttribute('aria-disabled')).toBeNull();
    expect(app.heard).toHaveLength(1);
  });

  test('without fields it shows too, and a form takes its place, keeping what fits', async () => {
    const sandbox = await openSandbox();
    const app = await openApp(sandbox);
    const web = webClient(sandbox);
    const page = await openPage(browser, sandbox);
    const { id: view_id } = await show(sandbox, app, words);
    const waiting = dialog(page, 'One moment');
    await waiting.getByText('Getting the form…').waitFor();
    expect(await waiting.locator('#modal-blocks').getAttribute('aria-live')).toBe('polite');
    expect(await waiting.locator('#modal-submit').isVisible()).toBe(false);
    await waiting.getByRole('button', { name: 'Go' }).click();
    await expect.poll(() => app.heard).toMatchObject([{ type: 'block_actions', container: { view_id } }]);
    await web.views.update({ view_id, view: form });
    const modal = dialog(page);
    await modal.getByLabel('Title').fill('Hello');
    await web.views.update({ view_id, view: { ...form, title: { type: 'plain_text', text: 'Another form' } } });
    await dialog(page, 'Another form').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('Hello');
    expect(await focused(page)).toBe('field-0');
  });

  test('Escape and Cancel leave it, the keyboard is held in it, and goes back to where it was', async () => {
    const sandbox = await openSandbox();
    const app = await openApp(sandbox);
    const page = await openPage(browser, sandbox);
    for (const leave of ['Escape', 'Cancel']) {
      await page.locator('#box').focus();
      await show(sandbox, app);
      await dialog(page).waitFor();
      for (let step = 0; step < 12; step += 1) {
        await page.keyboard.press('Tab');
        const outside = "document.activeElement !== document.body && !document.activeElement.closest('#modal')";
        expect(await page.evaluate(outside)).toBe(false);
      }
      if (leave === 'Escape') await page.keyboard.press('Escape');
      else await dialog(page).getByRole('button', { name: 'Leave' }).click();
      await dialog(page).waitFor({ state: 'hidden' });
      await expect.poll(() => sandbox.viewOf('U0ADA')).toBeNull();
      expect(await focused(page)).toBe('box');
    }
  });

  test('is shown to its person alone, and again after the page was loaded anew', async () => {
    const sandbox = await openSandbox();
    const app = await openApp(sandbox);
    const page = await openPage(browser, sandbox);
    await webClient(sandbox).views.open({ trigger_id: await trigger(sandbox, app, 'U0BO'), view: form });
    await page.locator('[data-person="U0BO"]').waitFor();
    expect(await dialog(page).isVisible()).toBe(false);
    await page.locator('[data-person="U0BO"]').click();
    await dialog(page).getByLabel('Title').waitFor();
    await page.reload();
    await page.locator('[data-person="U0BO"]').click();
    await dialog(page).getByLabel('Title').fill('Hello');
    await dialog(page).getByRole('button', { name: 'Send' }).click();
    await dialog(page).waitFor({ state: 'hidden' });
    expect(app.heard).toMatchObject([{ user: { id: 'U0BO' } }]);
  });
});
