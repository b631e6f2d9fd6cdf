import { hours, minutes, seconds } from './clock.ts';

const units = { s: seconds(1), m: minutes(1), h: hours(1), d: hours(24) } as const;

/** `90s`, `5m`, `4h`, `2d` → milliseconds. Null: not written like that, or longer than 24 days (a timer's limit). */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,7})([smhd])$/.exec(text);
  const unit = match?.[2];
  if (match?.[1] === undefined || (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd')) return null;
  const ms = Number(match[1]) * units[unit];
  return ms <= hours(24 * 24) ? ms : null;
}

/** Milliseconds in the largest unit that they are whole in: 90 000 → `90s`, 300 000 → `5m`. Throws for what `parseDuration` never gives. */
export function sayDuration(ms: number): string {
  const unit = (['d', 'h', 'm', 's'] as const).find((one) => ms % units[one] === 0 && ms >= units[one]);
  if (ms === 0) return '0s';
  if (unit === undefined) throw new Error(`${ms} ms are no whole seconds`);
  return `${ms / units[unit]}${unit}`;
}
