import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Serving } from '../../src/serve.ts';
import { strictLog } from '../support/log.ts';
import { sayMissing } from '../support/programs.ts';
import { browserProgram, type OpenSandbox, openSandbox } from './open-sandbox.ts';

const cannot = sayMissing([browserProgram]);

describe.skipIf(cannot)('somebody breaks Slack from the page', () => {
  const log = strictLog();
  let open: OpenSandbox;
  let serving: Serving;
  let page: Page;
  let panel: Locator;

  beforeAll(async () => {
    open = await openSandbox(log, { viewport: { width: 1400, height: 1000 } });
    serving = open.serving;
    page = open.page;
    await page.getByRole('button', { name: 'Break things' }).click();
    panel = page.getByRole('region', { name: 'Break things' });
  });

  afterEach(() => {
    // Slack's libraries warn of every cut line, which is what these stories are about.
    expect(log.complaints.filter(({ level }) => level === 'error')).toEqual([]);
  });

  afterAll(async () => {
    await open?.close();
  });

  /** Chooses in the panel, label by label, and breaks it; `said` is what the panel says then. */
  async function breaks(choices: Readonly<Record<string, string>>, said: string): Promise<void> {
    for (const [label, value] of Object.entries(choices)) {
      const field = panel.getByLabel(label, { exact: true });
      if ((await field.getAttribute('type')) === 'number') await field.fill(value);
      else await field.selectOption(value);
    }
    await panel.getByRole('button', { name: 'Break it' }).click();
    await panel.getByText(said).waitFor();
  }

  async function alert(summary: string): Promise<void> {
    const response = await fetch(`${serving.address}/trigger`, {
      method: 'POST',
      headers: { authorization: `Bearer ${serving.sandbox?.key ?? ''}`, 'content-type': 'application/json' },
      body: JSON.stringify({ message: summary, key: summary }),
    });
    expect(response.ok).toBe(true);
  }

  const cards = (summary: string): Locator =>
    page.locator('[data-channel="C0OPS"][data-ts]', { hasText: summary }).filter({ hasText: 'critical' });

  /**
   * The card says that the page arrived; a press on it counts. Over when the thread of each platform has the line of that last
   * act: what came later would be met by whatever the next story breaks.
   */
  async function endsTrue(summary: string): Promise<void> {
    const card = cards(summary).last();
    await card.getByText(/Ada Lovelace paged .* by Slack DM ✓/).waitFor();
    await card.getByRole('button', { name: 'Acknowledge' }).click();
    await card.getByText(/Ada Lovelace has it since/).waitFor();
    await expect.poll(() => pagesOf(summary)).toContain('Ada Lovelace has it since');
    for (const chat of ['#slack', '#discord']) {
      const entry = page.locator(`${chat} ol > li`, { hasText: summary }).filter({ has: page.locator('.thread') });
      await entry.last().locator('.thread').getByText('Ada Lovelace acknowledged it').waitFor();
    }
  }

  /** What stands in Ada's direct messages about it. */
  async function pagesOf(summary: string): Promise<string> {
    await page.locator('[data-channel-link="D0ADA"]').click();
    const pages = await page.locator('#slack article', { hasText: summary }).allInnerTexts();
    await page.locator('[data-channel-link="C0OPS"]').click();
    return pages.join('\n');
  }

  const once = 'The next time only';
  const everything = { 'Which calls': 'All calls', Where: 'Everywhere' };

  test.each<[summary: string, choices: Readonly<Record<string, string>>, said: string]>([
    [
      'Alert while too many',
      { 'What goes wrong': 'Too many requests (429)', 'Retry-After, in seconds': '1', ...everything, 'How long': once },
      '429, Retry-After 1 s: every call, once.',
    ],
    [
      'Alert while failing',
      { 'What goes wrong': 'Server error (500)', 'How long': 'Several times', 'How many times': '3' },
      'Server error 500: every call, 3 times.',
    ],
    [
      'Alert while slow',
      {
        'What goes wrong': 'Slow answers',
        'Seconds late': '0.5',
        'How long': 'For some seconds',
        'How many seconds': '4',
      },
      'Answers 0.5 s late: every call, for 4 s.',
    ],
  ])('%s → its card ends true, and there is one', async (summary, choices, said) => {
    await breaks(choices, said);
    await alert(summary);
    await endsTrue(summary);
    expect(await cards(summary).count()).toBe(1);
  });

  test('an answer is lost → the card may stand twice (Slack takes no key that would tell), and the last ends true', async () => {
    const choices = {
      'What goes wrong': 'Lost answer',
      'Which calls': 'chat.postMessage',
      Where: '#ops',
      'How long': once,
    };
    await breaks(choices, 'Lost answers: chat.postMessage in #ops, once.');
    await alert('Alert while lost');
    await expect.poll(() => cards('Alert while lost').count(), { timeout: 10_000 }).toBe(2);
    await endsTrue('Alert while lost');
  });

  test('no socket → the presser is told, and the press counts after the reconnect', async () => {
    const choices = { 'What goes wrong': 'No sockets', 'How long': 'Until I stop it' };
    await breaks(choices, 'No sockets: Socket Mode, until you stop it.');
    await page.locator('#slack').getByText('Reveille is not connected').waitFor();
    await alert('Alert while cut');
    const card = cards('Alert while cut').last();
    await card.getByRole('button', { name: 'Acknowledge' }).click();
    await card.getByText('no connection of the app is open').waitFor();
    await panel.getByRole('button', { name: 'Stop: No sockets' }).click();
    await page.locator('#slack').getByText('Reveille is connected (2 sockets)').waitFor();
    await endsTrue('Alert while cut');
  });

  test.each([
    ['Outage, nobody answers', 'no_answer'],
    ['Outage, everything is 503', 'service_unavailable'],
  ])('%s → alerts are kept, and shown when it is mended', async (outage, error) => {
    await breaks(
      { 'What goes wrong': outage, 'How long': 'Until I stop it' },
      'every call and every socket, until you stop it.',
    );
    await page.locator('#slack').getByText('Reveille is not connected').waitFor();
    await alert(`Alert in ${outage}`);
    await page.locator('#log > summary').click();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'chat.postMessage' })
      .filter({ hasText: error })
      .getByText('outage', { exact: true })
      .first()
      .waitFor();
    await page.locator('#log > summary').click();
    expect(await cards(outage).count()).toBe(0);
    await panel.getByRole('button', { name: 'Mend all' }).click();
    await page.locator('#slack').getByText('Reveille is connected (2 sockets)').waitFor();
    await endsTrue(`Alert in ${outage}`);
    expect(await cards(outage).count()).toBe(1);
  });

  test('every field of the panel says what it is', async () => {
    for (const control of await panel.locator('button:visible, input:visible, select:visible').all()) {
      expect(await control.ariaSnapshot()).toMatch(/^- \S+ "[^"]+"/);
    }
  });
});
