/** The first second of 2015, from which ids count milliseconds (https://docs.discord.com/developers/reference#snowflakes). */
const epoch = 1_420_070_400_000;

const form = /^\d{1,20}$/;

/** Makes ids, each later than the one before, also where the clock stands still; `last`: the newest that is in use. */
export function createSnowflakes(last: string, now: () => number): { next(): string; last(): string } {
  let newest = BigInt(last);
  return {
    next() {
      const timely = BigInt(now() - epoch) << 22n;
      newest = timely > newest ? timely : newest + 1n;
      return String(newest);
    },
    last: () => String(newest),
  };
}

export function isSnowflake(text: string): boolean {
  return form.test(text);
}

/** When an id was made, in milliseconds since 1970. */
export function timeOf(id: string): number {
  return Number(BigInt(id) >> 22n) + epoch;
}

/** The same in Discord's form of a moment. */
export function momentOf(id: string): string {
  return isoOf(timeOf(id));
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000+00:00');
}
