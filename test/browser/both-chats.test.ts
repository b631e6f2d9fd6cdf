import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { strictLog } from '../support/log.ts';
import { sayMissing } from '../support/programs.ts';
import { browserProgram, type OpenSandbox, openSandbox } from './open-sandbox.ts';

const cannot = sayMissing([browserProgram]);

describe.skipIf(cannot)('Slack and Discord side by side', () => {
  const log = strictLog();
  let open: OpenSandbox;
  let page: Page;

  beforeAll(async () => {
    open = await openSandbox(log, { timezoneId: 'Europe/London' });
    page = open.page;
  });

  afterAll(async () => {
    await open?.close();
    log.expectQuiet();
  });

  const slack = (): Locator => page.locator('#slack');
  const discord = (): Locator => page.locator('#discord');
  const go = (name: string): Promise<void> => discord().getByRole('button', { name, exact: false }).first().click();
  const box = (): Locator => page.locator('#discord-box');
  const be = (name: string): Promise<void> => page.locator('#people').getByRole('button', { name }).click();

  test('a test alert pages Ada in Discord → she acknowledges there → the Slack card says so', async () => {
    await page.getByRole('button', { name: 'Send a test alert' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send a test alert' });
    await dialog.getByLabel('Summary').fill('Disk full on db-1');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await discord().locator('.embed').getByText('Disk full on db-1').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await discord().locator('#discord-dms').getByText('1 unread').waitFor();
    await go('Reveille');
    const dm = discord().locator('article', { hasText: 'You are paged for' });
    await dm.getByRole('button', { name: 'Acknowledge' }).click();
    await slack()
      .locator('article')
      .getByText(/Ada Lovelace has it since/)
      .waitFor({ timeout: 5000 });
    expect(await dm.locator('time').first().getAttribute('datetime')).toMatch(/^20\d\d-/);
  });

  test('Slack resolves it → the Discord card and the direct message say so', async () => {
    await slack().getByRole('article').getByRole('button', { name: 'Resolve' }).click();
    const resolved = /Resolved .* by Ada Lovelace/;
    await discord().locator('article', { hasText: 'Disk full' }).getByText(resolved).waitFor({ timeout: 5000 });
    await go('#ops');
    await discord().locator('.embed').getByText(resolved).waitFor();
    await discord().locator('.thread').getByText('resolved').first().waitFor();
  });

  test('a command is completed while it is typed, by keyboard, and its answer is seen by one person', async () => {
    await box().fill('/incident show inc');
    await discord().getByRole('option', { name: 'incident:' }).waitFor();
    await box().fill('/incident list');
    await box().press('Enter');
    await discord().getByText('Ada Lovelace used a slash command').waitFor();
    await discord().getByText('Only you can see this').waitFor();
    await be('Bo Diddley');
    expect(await discord().getByText('Only you can see this').count()).toBe(0);
    await be('Ada Lovelace');
    await box().fill('/incident trigger ');
    await box().press('Enter');
    await discord().getByText('Still to be said: service').waitFor();
    await box().fill('/incident trigger service:');
    await discord().getByRole('option', { name: 'Web shop (web)' }).waitFor();
    await box().press('ArrowDown');
    await box().press('Enter');
    expect(await box().inputValue()).toBe('/incident trigger service:web ');
    await box().pressSequentially('summary:Checkout is down');
    await box().press('Enter');
    await discord().locator('.embed').getByText('Checkout is down').waitFor();
    await slack().getByRole('article').getByText('Checkout is down').first().waitFor();
  });

  test('More → Note opens a form in Discord → both threads have the note', async () => {
    await discord().locator('article', { hasText: 'Checkout is down' }).getByRole('button', { name: 'More' }).click();
    await discord().getByRole('button', { name: 'Note', exact: true }).click();
    const form = page.getByRole('dialog', { name: /^Note on #/ });
    await form.getByLabel('Note').fill('it was the cache');
    await form.getByRole('button', { name: 'Submit' }).click();
    await form.waitFor({ state: 'hidden' });
    await discord().locator('.thread').getByText('it was the cache').waitFor();
    await slack().locator('.thread').getByText('it was the cache').waitFor();
  });

  test('Discord alone is broken and mended from the panel', async () => {
    await page.getByRole('button', { name: 'Break things' }).click();
    const panel = page.getByRole('region', { name: 'Break things' });
    await panel.getByLabel('On', { exact: true }).selectOption('Discord');
    await panel.getByLabel('What goes wrong').selectOption('No sockets');
    await panel.getByLabel('How long').selectOption('Until I stop it');
    await panel.getByRole('button', { name: 'Break it' }).click();
    await panel.getByText('No sockets: the gateway, until you stop it.').waitFor();
    await discord().getByText('Reveille is not connected').waitFor();
    expect(await slack().getByText('Reveille is connected').count()).toBe(1);
    await panel.getByRole('button', { name: 'Mend all' }).click();
    await discord().getByText('Reveille is connected').waitFor();
    await panel.getByRole('button', { name: 'Close' }).click();
    // Discord's library says of every cut line that it ended, which is what this story is about.
    log.complaints.splice(0, log.complaints.length, ...log.complaints.filter(({ level }) => level === 'error'));
  });

  test('on a narrow window one of the two is shown, nothing is wider than it, and every control says what it is', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole('button', { name: 'Discord', exact: true }).click();
    await discord().waitFor();
    expect(await slack().isVisible()).toBe(false);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    // Read at once, for what was said about a press goes again, and its message is drawn anew.
    const controls = (await page.locator('body').ariaSnapshot()).match(/^ *- (button|textbox|combobox|searchbox).*/gm);
    expect(controls?.length).toBeGreaterThan(8);
    expect(controls?.filter((each) => !/^ *- \S+ "[^"]+"/.test(each))).toEqual([]);
    await page.getByRole('button', { name: 'Slack', exact: true }).click();
    expect(await slack().isVisible()).toBe(true);
  });
});
