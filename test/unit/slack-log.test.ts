import { expect, test } from 'vitest';
import { bridgeLog, withoutSecrets } from '../../adapters/slack/log-bridge.ts';
import type { Log } from '../../src/lib/log.ts';

test.each<[text: string, kept: string]>([
  ['token xoxb-123-456-aBc is bad', 'token [secret] is bad'],
  ['xapp-1-A0-9-deadbeef', '[secret]'],
  ['xoxe.xoxb-1-abc', '[secret]'],
  ['open wss://wss-primary.slack.com/link/?ticket=abc&x=1 now', 'open [secret] now'],
  ['POST https://hooks.slack.com/actions/T1/2/abc failed', 'POST [secret] failed'],
  ['nothing to hide', 'nothing to hide'],
])('%s', (text, kept) => {
  expect(withoutSecrets(text)).toBe(kept);
});

test("Slack's libraries are heard one level quieter, without payloads and secrets", () => {
  const lines: string[] = [];
  const write = (level: string) => (_details: object, message: string) => lines.push(`${level} ${message}`);
  const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const bridge = bridgeLog(log);
  bridge.debug('a payload');
  bridge.info('connected');
  bridge.warn('late', 5);
  bridge.error('failed', new Error('for xoxb-1-2'));
  expect(lines).toEqual(['debug connected', 'info late 5', 'warn failed for [secret]']);
});
