import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { readConfig } from '../../src/config.ts';
import type { Log } from '../../src/lib/log.ts';
import { type Serving, serve } from '../../src/serve.ts';
import { program } from '../support/programs.ts';

export const browserProgram = program('CHROMIUM', ['chromium', 'chromium-browser', 'google-chrome']);

/** A server with its sandbox, and that one's page in a real browser. */
export interface OpenSandbox {
  readonly serving: Serving;
  readonly page: Page;
  close(): Promise<void>;
}

export async function openSandbox(
  log: Log,
  how: { viewport?: { width: number; height: number }; timezoneId?: string } = {},
): Promise<OpenSandbox> {
  const folder = mkdtempSync(join(tmpdir(), 'reveille-browser-'));
  const config = readConfig({ DATABASE_URL: `file:${folder}/sandbox.db`, PORT: '0', SANDBOX_PORT: '0' }, false);
  if (!config.ok) throw new Error(config.refusal.join());
  const started = await serve(config.value, log);
  if (!started.ok) throw new Error(started.refusal);
  const serving = started.value;
  const browser = await chromium.launch({
    executablePath: browserProgram.path ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-sync'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...how });
  await page.goto(serving.sandbox?.page ?? '');
  return {
    serving,
    page,
    close: async () => {
      await browser.close();
      await serving.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
