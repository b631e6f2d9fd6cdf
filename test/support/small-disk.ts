import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** One line that says why tests were skipped. */
export const smallDiskMissing =
  'skipped: tests on a disk of a few megabytes; this machine lets nobody but root mount one';

/** Whether a process may have a disk of its own here: a tmpfs in a mount namespace (man 7 user_namespaces). */
export function canMount(): boolean {
  try {
    execFileSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Mounts a disk at `$1`, puts the files of `$2` on it, does what `$3` says there, and becomes the program that follows. */
const script = 'mount -t tmpfs -o size=4m tmpfs "$1" && cp "$2"/* "$1" && cd "$1" && eval "$3" && shift 3 && exec "$@"';

/** What a program is to be started within so that `folder` is a disk of 4 MB with these files, which only it sees. */
export function onSmallDisk(folder: string, files: string, then: string): readonly string[] {
  return ['unshare', '-Urm', 'sh', '-c', script, 'sh', folder, files, then];
}

/** Takes a file off the disk that the process sees. */
export function makeRoom(pid: number, file: string): void {
  rmSync(join('/proc', String(pid), 'root', file));
}

const look = `
  const [driver, file, query] = process.argv.slice(1);
  const Database = require(driver);
  console.log(JSON.stringify(new Database(file, { readonly: true }).prepare(query).pluck().all()));`;

/** The first column of what a query finds in a database on the disk that the process sees. */
export function askThere(pid: number, file: string, query: string): unknown {
  const there = ['-t', String(pid), '-U', '-m', '--preserve-credentials'];
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  const program = [process.execPath, '-e', look, driver, file, query];
  return JSON.parse(execFileSync('nsenter', [...there, ...program], { encoding: 'utf8' }));
}
