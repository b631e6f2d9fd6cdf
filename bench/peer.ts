import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../src/lib/package-root.ts';

/** A program of this folder in a process of its own, that says where it listens. */
export interface Peer {
  readonly address: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const living = new Set<ChildProcess>();

/** `name`: `limit-intake` is `bench/limit-intake.ts`, built: what runs it unbuilt makes it slower. It must print `{"address": …}` as a line, and end on SIGTERM. */
export async function startPeer(name: string, settings: Readonly<Record<string, string>>): Promise<Peer> {
  const file = join(packageRoot, 'dist', 'bench', `${name}.js`);
  const flags = (process.env.BENCH_FLAGS ?? '').split(' ').filter((flag) => flag !== '');
  const child = spawn(process.execPath, [...flags, file], {
    env: { PATH: process.env.PATH ?? '', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  living.add(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => living.delete(child));
  const address = await new Promise<string>((resolve, reject) => {
    // What it logs is read, as it is in production, and thrown away.
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"address"')) resolve(JSON.parse(line).address);
    });
    void ended.then(() => reject(new Error(`${name} ended before it listened`)));
  });
  return {
    address,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export function endPeers(): void {
  for (const child of living) child.kill('SIGKILL');
}
