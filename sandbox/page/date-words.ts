const day = 86_400_000;

type Style = Intl.DateTimeFormatOptions;

const styles: Readonly<Record<string, Style>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

/** today, yesterday, tomorrow; undefined for any other day. */
function nearby(at: Date, now: Date): string | undefined {
  const days = Math.round((midnight(at) - midnight(now)) / day);
  return new Map([
    [-1, 'yesterday'],
    [0, 'today'],
    [1, 'tomorrow'],
  ]).get(days);
}

/** `5 minutes ago`, `in 2 hours`. */
export function agoWords(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  const [size, unit] = (
    [
      [86_400, 'day'],
      [3600, 'hour'],
      [60, 'minute'],
    ] as const
  ).find(([each]) => Math.abs(seconds) >= each) ?? [1, 'second'];
  return words.format(Math.round(seconds / size), unit);
}

/**
 * A date token's words in the reader's own zone (https://docs.slack.dev/messaging/formatting-message-text, "Date
 * formatting"): `{date_short_pretty}` and so on in `pattern` are replaced, anything else is kept.
 */
export function dateWords(unixSeconds: number, pattern: string, now = new Date()): string {
  const at = new Date(unixSeconds * 1000);
  return pattern.replaceAll(/\{([a-z_]+)\}/g, (whole, name: string) => {
    if (name === 'ago') return agoWords(at, now);
    const pretty = name.endsWith('_pretty');
    const style = styles[pretty ? name.slice(0, -'_pretty'.length) : name];
    if (!style) return whole;
    return (pretty ? nearby(at, now) : undefined) ?? new Intl.DateTimeFormat(undefined, style).format(at);
  });
}

/** The whole moment, zone included, for a tooltip. */
export function fullMoment(unixSeconds: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' }).format(
    new Date(unixSeconds * 1000),
  );
}
