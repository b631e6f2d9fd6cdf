import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { type Serving, serve } from '../../src/serve.ts';
import { strictLog } from '../support/log.ts';
import { program, sayMissing } from '../support/programs.ts';

const browserProgram = program('CHROMIUM', ['chromium', 'chromium-browser', 'google-chrome']);
const cannot = sayMissing([browserProgram]);

describe.skipIf(cannot)('somebody fills in forms on the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reveille-forms-'));
  const log = strictLog();
  let serving: Serving;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const config = readConfig({ DATABASE_URL: `file:${folder}/sandbox.db`, PORT: '0', SANDBOX_PORT: '0' }, false);
    if (!config.ok) throw new Error(config.refusal.join());
    const started = await serve(config.value, log);
    if (!started.ok) throw new Error(started.refusal);
    serving = started.value;
    browser = await chromium.launch({
      executablePath: browserProgram.path ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-sync'],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(serving.sandbox?.page ?? '');
    await page
      .locator('#slack')
      .getByText(/Reveille is connected/)
      .waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await serving?.stop();
    rmSync(folder, { recursive: true, force: true });
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
