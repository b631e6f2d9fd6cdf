import { cpus, release } from 'node:os';

/** One line of the table: a figure of ours, the same of what could not be beaten, and what we aim at. */
export interface Row {
  readonly what: string;
  readonly database: string;
  readonly ours: string;
  readonly limit: string;
  readonly aim: string;
}

export function table(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, database, ours, limit, aim }) => `| ${[what, database, ours, limit, aim].join(' | ')} |`,
  );
  return ['| figure | on | Reveille | limit | aim |', '|---|---|---:|---:|---|', ...lines].join('\n');
}

/** What the figures were measured on. */
export function machine(databases: readonly string[]): string {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  const system = `${process.platform} ${release()}`;
  return `${cpu?.model.trim()}, ${cpus().length} cores, ${system}, Node ${process.version}, ${databases.join(', ')}; ${day}.`;
}

/** The value below which `share` of them lie; NaN of none. */
export function part(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** `p50 / p99`. */
export const spread = (values: readonly number[]): string => `${ms(part(values, 0.5))} / ${ms(part(values, 0.99))}`;

export const say = (text: string): void => void process.stdout.write(`${text}\n`);
