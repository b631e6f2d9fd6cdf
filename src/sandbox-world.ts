import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { accounts } from './account/store.ts';
import type { ChatSettings } from './chats.ts';
import type { Config } from './config.ts';
import { attempt } from './db/attempt.ts';
import type { Reader, Store } from './db/store.ts';
import { laterFor } from './job/later.ts';
import { systemClock } from './lib/clock.ts';
import { newId } from './lib/ids.ts';
import type { Log } from './lib/log.ts';
import { packageRoot } from './lib/package-root.ts';
import { no, ok, type Result } from './lib/result.ts';
import { connectionsKnowing } from './person/store.ts';
import { hashKey, makeKey } from './service/integration-key.ts';
import { serviceByKeyHash } from './service/store.ts';
import { applyTeamFile } from './team-file/apply.ts';
import { readTeamFile } from './team-file/read.ts';

/** The local Slack and Discord that stand in for the real ones, furnished. */
export interface LocalChat {
  /** How Reveille reaches them: as it would the platforms themselves, only at another address. */
  readonly settings: ChatSettings;
  readonly page: string;
  /** The sample service's; null: this is not the sample account. */
  readonly key: string | null;
  /** Test alerts go to the server at this address. */
  alertsTo(address: string): void;
  close(): Promise<void>;
}

/** A local chat to try everything in, only where no chat token is configured; an empty database is given the sample account. */
export async function openLocalChat(config: Config, store: Store, log: Log): Promise<Result<LocalChat, string>> {
  const opened = await openSandbox(config);
  if (!opened.ok) return opened;
  const sandbox = opened.value;
  const furnished = await furnishSandbox(store, join(config.dataFolder, 'sandbox-key'));
  if (!furnished.ok) {
    await sandbox.close();
    return furnished;
  }
  const key = furnished.value;
  if (key !== null && (await knowsNobodyOnDiscord(store.read))) log.info({}, withoutDiscord);
  const { slack, discord } = sandbox;
  return ok({
    settings: { slack, discord: { token: discord.botToken, apiUrl: discord.api } },
    page: sandbox.url,
    key,
    alertsTo: (address) => {
      if (key !== null) sandbox.setAlertTarget({ url: `${address}/v2/enqueue`, key });
    },
    close: () => sandbox.close(),
  });
}

/** It keeps its worlds beside the database, so that neither knows of a card that the other does not. */
async function openSandbox({ dataFolder, sandboxPort: port }: Config): Promise<Result<Sandbox, string>> {
  const { startSandbox } = await import('../sandbox/sandbox.ts');
  try {
    const worldFile = join(dataFolder, 'sandbox-world.json');
    const discordWorldFile = join(dataFolder, 'sandbox-discord-world.json');
    return ok(await startSandbox({ host: '127.0.0.1', port, worldFile, discordWorldFile }));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (error.code === 'EADDRINUSE') {
      return no(`The sandbox cannot listen on port ${port}: it is taken. Set SANDBOX_PORT to a free one.`);
    }
    if (error.code === 'EACCES') {
      return no(`The sandbox may not listen on port ${port}. Set SANDBOX_PORT to one above 1023.`);
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

/** Whether the sample account was made before Discord was a part of the sandbox. */
export async function knowsNobodyOnDiscord(reader: Reader): Promise<boolean> {
  return (await connectionsKnowing(reader, 'discord', sampleOwner)).length === 0;
}

/** Ada, on the local Discord. */
const sampleOwner = '1100000000000000101';

const withoutDiscord =
  'This sandbox was made before it had a Discord, so only Slack is used. To see both, stop it, delete its data folder and start it again; or, to keep what is there: SANDBOX_KEY="$(cat data/sandbox-key)" npm run -s reveille -- apply sandbox/team.yaml';

async function keptKey(store: Store, keyFile: string): Promise<string | null> {
  if (!existsSync(keyFile)) return null;
  const key = readFileSync(keyFile, 'utf8').trim();
  return (await serviceByKeyHash(store.read, hashKey(key))) === null ? null : key;
}
