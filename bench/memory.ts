import { readFileSync } from 'node:fs';

/** What a process holds in memory, as the kernel counts it (man 5 proc_pid_status, `VmRSS`). */
export function memoryOf(pid: number): string {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return `${Math.round(Number(kilobytes) / 1024)} MB`;
}
