import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../src/lib/package-root.ts';

/** The real program, built by `npm test`, in a process of its own. */
export interface Running {
  readonly child: ChildProcess;
  /** What it has printed so far, log and all. */
  output(): string;
  /** How HTTP is reached. Rejects when it ends before it is ready. */
  readonly ready: Promise<string>;
  /** The exit code; null when a signal ended it. */
  readonly over: Promise<number | null>;
}

const main = join(packageRoot, 'dist', 'src', 'main.js');

/** Runs `reveille WORDS…` with nothing of this environment but the PATH. */
export function run(words: readonly string[], env: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env.PATH ?? '', LOG_FORMAT: 'json', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const over = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      printed += chunk.toString();
      const address = /"address":"([^"]+)","msg":"ready to take alerts"/.exec(printed)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void over.then((code) => reject(new Error(`ended with ${code} before it was ready:\n${printed}`)));
  });
  // Whoever does not wait for it does not care.
  ready.catch(() => {});
  return { child, output: () => printed, ready, over };
}

/** Fires one alert the way monitoring tools do: tries again until it hears 202. */
export async function fire(
  address: () => string | null,
  key: string,
  dedupKey: string,
  summary: string,
): Promise<void> {
  for (let tries = 0; tries < 2000; tries += 1) {
    const at = address();
    try {
      if (at === null) throw new Error('not there');
      const answer = await fetch(`${at}/v2/enqueue`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          routing_key: key,
          event_action: 'trigger',
          dedup_key: dedupKey,
          payload: { summary, source: 'test', severity: 'critical' },
        }),
        signal: AbortSignal.timeout(5000),
      });
      await answer.arrayBuffer();
      if (answer.status === 202) return;
      if (answer.status < 500) throw new RangeError(`refused with ${answer.status}`);
    } catch (error) {
      if (error instanceof RangeError) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${dedupKey} was never accepted`);
}
