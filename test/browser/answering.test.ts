import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/lib/package-root.ts';
import { type Alertmanager, startAlertmanager } from '../support/alertmanager.ts';
import { strictLog } from '../support/log.ts';
import { program, sayMissing } from '../support/programs.ts';
import { browserProgram, type OpenSandbox, openSandbox } from './open-sandbox.ts';

const alertmanagerProgram = program('ALERTMANAGER', ['prometheus-alertmanager', 'alertmanager']);
const amtoolProgram = program('AMTOOL', ['amtool']);
const cannot = sayMissing([browserProgram, alertmanagerProgram, amtoolProgram]);
/** Where the pictures of the documentation are written; otherwise nothing of the checkout is touched. */
const pictures = process.env.SCREENSHOTS === '1' ? join(packageRoot, 'docs', 'screenshots') : null;

describe.skipIf(cannot)('a real Alertmanager, a real browser', () => {
  const log = strictLog();
  let open: OpenSandbox;
  let alertmanager: Alertmanager;
  let page: Page;

  beforeAll(async () => {
    open = await openSandbox(log, { timezoneId: 'Europe/London' });
    const { serving } = open;
    page = open.page;
    alertmanager = await startAlertmanager(
      { alertmanager: alertmanagerProgram.path ?? '', amtool: amtoolProgram.path ?? '' },
      { pagerDuty: { url: `${serving.address}/v2/enqueue`, key: serving.sandbox?.key ?? '' } },
    );
  });

  afterAll(async () => {
    await alertmanager?.stop();
    await open?.close();
    log.expectQuiet();
  });

  const cards = (): Locator => page.locator('[data-channel="C0OPS"][data-ts]');
  const picture = async (of: Locator | Page, name: string): Promise<void> => {
    if (pictures !== null) await of.screenshot({ path: join(pictures, `${name}.png`) });
  };

  test('amtool alert add → the card appears → a click acknowledges it → Alertmanager says that it is over', async () => {
    const labels = { alertname: 'HighCPU', instance: 'web-3', severity: 'critical' };
    await alertmanager.add(labels, 'CPU on web-3 above 95 %');
    const card = cards().first();
    await card.getByText('CPU on web-3 above 95 %').waitFor();
    await card.getByText(/Ada Lovelace paged .* by Slack DM ✓, by Discord DM ✓ · next: Bo Diddley at/).waitFor();
    await picture(page, 'triggered');
    await picture(card, 'card');

    await card.getByRole('button', { name: 'Acknowledge' }).click();
    await card.getByText(/Ada Lovelace has it since/).waitFor();
    await picture(card, 'card-acknowledged');
    expect(await card.getByRole('button').allInnerTexts()).toEqual(['Resolve', 'Escalate', 'Give back', 'More']);

    await alertmanager.add(labels, 'CPU on web-3 above 95 %', true);
    await card.getByText(/Resolved .* by sandbox/).waitFor();
    expect(await card.getByRole('button').allInnerTexts()).toEqual(['Reopen', 'More']);
    expect(await cards().count()).toBeGreaterThan(0);
  });

  test('the page sends a test alert, and Ada answers it in her direct messages', async () => {
    await page.getByRole('button', { name: 'Send a test alert' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Send a test alert' });
    await dialog.getByLabel('Summary').fill('Disk full on db-1');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await cards().getByText('Disk full on db-1').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.locator('[data-channel-link^="D"]').first().click();
    const dm = page.locator('[data-ts]', { hasText: 'Disk full on db-1' });
    await dm.getByText('You are paged for').waitFor();
    await picture(page, 'direct-message');
    await dm.getByRole('button', { name: 'Resolve' }).click();
    await dm.getByText(/Resolved .* by Ada Lovelace/).waitFor();
  });

  test('somebody typed a command, and somebody unknown did', async () => {
    await page.locator('[data-channel-link="C0OPS"]').click();
    await page.locator('#box').fill('/incident list all');
    await page.locator('#box').press('Enter');
    await page.locator('#slack').getByText('Disk full on db-1 · resolved').waitFor();
    await page.locator('[data-person="U0CY"]').click();
    await page.locator('[data-channel-link="C0OPS"]').click();
    await page.locator('#box').fill('/incident ack 1');
    await page.locator('#box').press('Enter');
    await page.locator('#slack').getByText("I don't know you yet. Ask Ada Lovelace (owner) to add you.").waitFor();
  });

  test('what stands on the page is reachable by keyboard and says what it is', async () => {
    const controls = await page.locator('button:visible, input:visible, textarea:visible, select:visible').all();
    const nameless: string[] = [];
    for (const control of controls) {
      const name = /^- \S+ "[^"]+"/.test(await control.ariaSnapshot());
      if (!name) nameless.push(await control.ariaSnapshot());
    }
    expect(nameless).toEqual([]);
    expect(await page.locator('main').count()).toBe(1);
  });
});
