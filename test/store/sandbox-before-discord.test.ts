import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { furnishSandbox, knowsNobodyOnDiscord } from '../../src/sandbox-world.ts';
import { strictLog } from '../support/log.ts';
import { applyText } from '../support/team.ts';

const key = 'a'.repeat(32);
const before = `account: sandbox
connect: { slack: T0SANDBOX }
people:
  ada: { name: Ada Lovelace, zone: Europe/London, role: owner, slack: U0ADA }
policies:
  default: { rules: [{ page: [person/ada], wait: 5m }] }
services:
  web: { name: Web shop, policy: default, channel: { slack: C0OPS }, keys: [{ name: sandbox, value: ${key} }] }
`;

test('a sandbox from before Discord goes on with its key and is known as such; a fresh one knows its people there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reveille-before-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const open = async (name: string) => {
    const opened = await openDatabase({ kind: 'sqlite', file: join(folder, name) }, strictLog());
    if (!opened.ok) throw new Error(opened.refusal.message);
    onTestFinished(() => opened.value.close());
    return opened.value;
  };
  const old = await open('old.db');
  await applyText(old, before, 0);
  writeFileSync(join(folder, 'old-key'), key);
  expect(await furnishSandbox(old, join(folder, 'old-key'))).toMatchObject({ ok: true, value: key });
  expect(await knowsNobodyOnDiscord(old.read)).toBe(true);
  const fresh = await open('fresh.db');
  expect(await furnishSandbox(fresh, join(folder, 'fresh-key'))).toMatchObject({ ok: true });
  expect(await knowsNobodyOnDiscord(fresh.read)).toBe(false);
});
