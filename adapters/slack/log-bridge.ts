import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../src/lib/log.ts';

/**
 * Slack's libraries write into our log, one level quieter than they mean it: a lost connection is an error to them and
 * everyday life to us (what it means to people is said by `trouble()`). Their debug lines hold payloads and are dropped.
 */
export function bridgeLog(log: Log): Logger {
  return {
    debug: () => {},
    info: (...parts: unknown[]) => log.debug({ from: 'slack' }, joined(parts)),
    warn: (...parts: unknown[]) => log.info({ from: 'slack' }, joined(parts)),
    error: (...parts: unknown[]) => log.warn({ from: 'slack' }, joined(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

/** Tokens, and addresses that work like one: socket tickets and response URLs. */
const secrets = [
  /\bx(?:ox[a-z]?|app)(?:\.xox[a-z])?-[\w-]+/gi,
  /\bwss?:\/\/\S+/gi,
  /\bhttps?:\/\/hooks\.slack\.com\/\S+/gi,
];

export function withoutSecrets(text: string): string {
  return secrets.reduce((kept, secret) => kept.replace(secret, '[secret]'), text);
}

function joined(parts: readonly unknown[]): string {
  const words = parts.map((part) => (part instanceof Error ? part.message : String(part)));
  return withoutSecrets(words.join(' ')).slice(0, 1000);
}
