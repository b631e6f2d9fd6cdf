import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { accounts } from './account/store.ts';
import type { Config } from './config.ts';
import { attempt } from './db/attempt.ts';
import type { Reader, Store } from './db/store.ts';
import { laterFor } from './job/later.ts';
import { systemClock } from './lib/clock.ts';
import { newId } from './lib/ids.ts';
import { packageRoot } from './lib/package-root.ts';
import { no, ok, type Result } from './lib/result.ts';
import { connectionsKnowing } from './person/store.ts';
import { hashKey, makeKey } from './service/integration-key.ts';
import { serviceByKeyHash } from './service/store.ts';
import { applyTeamFile } from './team-file/apply.ts';
import { readTeamFile } from './team-file/read.ts';

/** Where the two local chats keep what was said. */
export interface WorldFiles {
  readonly worldFile: string;
  readonly discordWorldFile: string;
}

/** A local Slack and a local Discord to try everything in, only where no chat token is configured. */
export async function openSandbox(config: Config, files: WorldFiles): Promise<Result<Sandbox, string>> {
  try {
    return ok(await startSandbox({ host: '127.0.0.1', port: config.sandboxPort, ...files }));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (error.code === 'EADDRINUSE') {
      return no(
        `The sandbox cannot listen on port ${config.sandboxPort}: it is taken. Set SANDBOX_PORT to a free one.`,
      );
    }
    if (error.code === 'EACCES') {
      return no(`The sandbox may not listen on port ${config.sandboxPort}. Set SANDBOX_PORT to one above 1023.`);
    }
    throw error;
  }
}

/**
 * Gives an empty database the sample account. Its integration key is kept beside the database, mode 0600, so that the page
 * and whoever tries it can go on using it after a restart; of every other key only the hash is kept. Null: not the sample.
 */
export async function furnishSandbox(store: Store, keyFile: string): Promise<Result<string | null, string>> {
  if ((await accounts(store.read)).length > 0) return ok(await keptKey(store, keyFile));
  const key = makeKey(randomBytes);
  const text = readFileSync(join(packageRoot, 'sandbox', 'team.yaml'), 'utf8');
  const read = readTeamFile(text, { SANDBOX_KEY: key });
  if (!read.ok) throw new Error('the sample team file is wrong');
  const operator = { who: { kind: 'operator' }, role: null } as const;
  const deps = { newId, later: laterFor(newId), makeKey: () => makeKey(randomBytes) };
  const applied = await attempt(store, (tx) => applyTeamFile(tx, deps, operator, read.value.file, systemClock()));
  if (!applied.ok) return no('The sample account could not be made in this database.');
  mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
  writeFileSync(keyFile, `${key}\n`, { mode: 0o600 });
  return ok(key);
}

/** How Reveille reaches the sandbox: as it would the platforms themselves, only at another address. */
export function chatOf({ slack, discord }: Sandbox): Pick<Config, 'slack' | 'discord'> {
  return { slack, discord: { token: discord.botToken, apiUrl: discord.api } };
}

/** Whether the sample account was made before Discord was a part of the sandbox. */
export async function knowsNobodyOnDiscord(reader: Reader): Promise<boolean> {
  return (await connectionsKnowing(reader, 'discord', sampleOwner)).length === 0;
}

/** Ada, on the local Discord. */
const sampleOwner = '1100000000000000101';

export const withoutDiscord =
  'This sandbox was made before it had a Discord, so only Slack is used. To see both, stop it, delete its data folder and start it again; or, to keep what is there: SANDBOX_KEY="$(cat data/sandbox-key)" npm run -s reveille -- apply sandbox/team.yaml';

async function keptKey(store: Store, keyFile: string): Promise<string | null> {
  if (!existsSync(keyFile)) return null;
  const key = readFileSync(keyFile, 'utf8').trim();
  return (await serviceByKeyHash(store.read, hashKey(key))) === null ? null : key;
}
