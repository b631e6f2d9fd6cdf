import { agoWords } from '../date-words.ts';

type Style = Intl.DateTimeFormatOptions;

/** https://docs.discord.com/developers/reference#message-formatting-timestamp-styles */
const styles: Readonly<Record<string, Style>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** What `<t:…:STYLE>` says in the reader's own zone. `R` counts, from `now`. */
export function timeWords(seconds: number, style: string, now = new Date()): string {
  const at = new Date(seconds * 1000);
  if (style === 'R') return agoWords(at, now);
  return new Intl.DateTimeFormat(undefined, styles[style] ?? styles.f).format(at);
}
