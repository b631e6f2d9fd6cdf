import { isValidSlackRequest } from '@slack/bolt';
import type { Instant } from '../../src/lib/clock.ts';
import type { RawRequest } from '../../src/lib/raw-route.ts';

/** Seconds that a request's time may lie before or after ours. */
const tolerance = 300;

/**
 * Why a request is not one of Slack's, in words for the log; null: Slack signed it, just now.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 *
 * Bolt makes the signature and compares it in constant time; but it takes any time that lies ahead, so that a request
 * signed for next year could be sent again until then. Times are judged here.
 */
export function whyNotSigned({ headers, body }: RawRequest, signingSecret: string, now: Instant): string | null {
  const stamp = headers['x-slack-request-timestamp'] ?? '';
  const signature = headers['x-slack-signature'] ?? '';
  if (stamp === '' || signature === '') return 'it bears no signature of Slack';
  if (!/^\d{1,11}$/.test(stamp)) return 'its time is not a number of seconds';
  const ahead = Number(stamp) - Math.floor(now / 1000);
  if (Math.abs(ahead) > tolerance) {
    const side = ahead > 0 ? 'ahead of' : 'behind';
    return `its time is ${Math.abs(ahead)} s ${side} the clock of this machine, and at most ${tolerance} s are allowed`;
  }
  const genuine = isValidSlackRequest({
    signingSecret,
    body: body.toString('utf8'),
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(stamp) },
    nowMilliseconds: now,
  });
  return genuine ? null : 'its signature was not made with SLACK_SIGNING_SECRET';
}
