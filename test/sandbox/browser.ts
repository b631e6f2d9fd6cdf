import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';

const program = '/usr/bin/chromium';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

export const canBrowse = existsSync(program);

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: program, args: flags });
}

/** The page as somebody in Berlin sees it; the test fails on anything that it complains of. */
export async function openPage(browser: Browser, sandbox: Sandbox): Promise<Page> {
  const page = await browser.newPage({ timezoneId: 'Europe/Berlin', locale: 'en-GB' });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  onTestFinished(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });
  await page.goto(sandbox.url);
  await page.locator('[data-person="U0ADA"]').waitFor();
  return page;
}
