import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { strictLog } from '../support/log.ts';
import { sayMissing } from '../support/programs.ts';
import { browserProgram, type OpenSandbox, openSandbox } from './open-sandbox.ts';

const cannot = sayMissing([browserProgram]);

describe.skipIf(cannot)('somebody fills in forms on the page', () => {
  const log = strictLog();
  let open: OpenSandbox;
  let page: Page;

  beforeAll(async () => {
    open = await openSandbox(log);
    page = open.page;
    await page
      .locator('#slack')
      .getByText(/Reveille is connected/)
      .waitFor();
  });

  afterAll(async () => {
    await open?.close();
    log.expectQuiet();
  });

  const card = (): Locator => page.locator('[data-channel="C0OPS"][data-ts]', { hasText: 'Web shop' }).first();
  const type = async (text: string): Promise<void> => {
    await page.locator('#box').fill(text);
    await page.locator('#box').press('Enter');
  };

  test('/incident trigger → the form, mended where it was left empty → the card', async () => {
    await type('/incident trigger');
    const form = page.getByRole('dialog', { name: 'Open an incident' });
    await form.waitFor();
    await form.getByRole('button', { name: 'Page' }).click();
    await form.getByText('Please complete this required field.').first().waitFor();
    await form.getByLabel('Service').selectOption('Web shop');
    await form.getByLabel('What is wrong?').fill('   ');
    await form.getByRole('button', { name: 'Page' }).click();
    await form.getByText('This is needed.').waitFor();
    await form.getByLabel('What is wrong?').fill('Checkout is down');
    await form.getByLabel('Severity').selectOption('error');
    await form.getByLabel('What else is known').fill('since noon');
    await form.getByLabel('What is wrong?').press('Enter');
    const words = page.getByRole('dialog', { name: 'Reveille' });
    await words.getByText('is open for Web shop. Its card is in its channel.').waitFor();
    await words.getByRole('button', { name: 'Close' }).click();
    await card().getByText('Checkout is down').waitFor();
    await card().getByText('error · Web shop').waitFor();
    expect(await page.locator('[data-channel="C0OPS"][data-ts]', { hasText: 'error · Web shop' }).count()).toBe(1);
  });

  test('More → Note → the thread says it', async () => {
    await card().getByRole('button', { name: 'More' }).click();
    await page.getByRole('article').getByText('Only visible to you').waitFor();
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    const form = page.getByRole('dialog', { name: 'Note on #1' });
    await form.getByLabel('Note').fill('it was the cache');
    await form.getByRole('button', { name: 'Write down' }).click();
    await form.waitFor({ state: 'hidden' });
    await page.locator('#slack .thread').getByText('it was the cache').waitFor();
  });

  test('somebody unknown is told so in place of the form', async () => {
    await page.locator('[data-person="U0CY"]').click();
    await type('/incident trigger');
    const words = page.getByRole('dialog', { name: 'Reveille' });
    await words.getByText("I don't know you yet. Ask Ada Lovelace (owner) to add you.").waitFor();
    await page.keyboard.press('Escape');
    await words.waitFor({ state: 'hidden' });
  });
});
