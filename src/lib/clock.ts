/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Where the time comes from. Decisions never ask it: they are told `now`. */
export type Clock = () => Instant;

export const systemClock: Clock = () => Date.now();

export const seconds = (n: number): number => n * 1000;
export const minutes = (n: number): number => n * 60_000;
export const hours = (n: number): number => n * 3_600_000;

/** '45 s', '2 min', '1 h 5 min', '3 d 2 h': how long something took, for a person to read. */
export function spoken(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return `${s} s`;
  const min = Math.floor(s / 60);
  if (min < 60) return `${min} min`;
  const h = Math.floor(min / 60);
  if (h < 24) return min % 60 === 0 ? `${h} h` : `${h} h ${min % 60} min`;
  const d = Math.floor(h / 24);
  return h % 24 === 0 ? `${d} d` : `${d} d ${h % 24} h`;
}

/** '2026-01-05 02:14 UTC': for a terminal, where nobody's own zone is known. */
export function minuteOf(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
