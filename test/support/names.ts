import type { Platform } from '../../src/account/platform.ts';

/**
 * Stories name people, channels and workspaces by the ids that they have in Slack (`U0ADA`, `C0OPS`, `D0ADA`, `T0ACME`).
 * In Discord each has an id of digits that stands for the same name, both ways: a digit for the kind, two for each letter,
 * and 99 behind them until it is long enough.
 */
const kinds = ['T', 'U', 'C', 'G', 'D'];
const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export function idOf(platform: Platform, name: string): string {
  if (platform === 'slack' || name === '') return name;
  const [kind = '', ...rest] = name;
  const digits = rest.map((letter) => String(letters.indexOf(letter) + 10)).join('');
  return `${kinds.indexOf(kind) + 1}${digits}`.padEnd(17, '9');
}

/** Every id of Discord in the text by its name, so that a story reads the same on both platforms. */
export function named(text: string): string {
  return text.replace(/(?<![\w])([1-5])(\d{16,19})(?![\w])/g, (whole, kind: string, rest: string) => {
    const pairs = rest.replace(/9+$/, (end) => (end.length > 1 ? '' : end)).match(/../g) ?? [];
    const name = pairs.map((pair) => letters.charAt(Number(pair) - 10)).join('');
    const found = `${kinds[Number(kind) - 1] ?? ''}${name}`;
    return idOf('discord', found) === whole ? found : whole;
  });
}

/** A team file that is written for Slack, as it is on these platforms. */
export function teamOn(platforms: readonly Platform[], text: string): string {
  return text.replace(/slack: ([TUCG]0\w+)/g, (_, name: string) =>
    platforms.map((one) => (one === 'slack' ? `slack: ${name}` : `discord: "${idOf(one, name)}"`)).join(', '),
  );
}
