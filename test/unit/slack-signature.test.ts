import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSslCheck, readRequestBody } from '../../adapters/slack/request-body.ts';
import { whyNotSigned } from '../../adapters/slack/signature.ts';

/** The documented example. https://docs.slack.dev/authentication/verifying-requests-from-slack */
const example = {
  secret: '8f742231b10e8888abcd99yyyzzz85a5',
  at: 1_531_420_618,
  body: 'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
};

function signed(at: number | string, body: string): string {
  return `v0=${createHmac('sha256', example.secret).update(`v0:${at}:${body}`).digest('hex')}`;
}

function judged(
  change: {
    stamp?: string | undefined;
    signature?: string | undefined;
    body?: Buffer;
    secret?: string;
    late?: number;
  } = {},
): string | null {
  const { stamp, signature, body, secret, late } = {
    stamp: String(example.at),
    signature: example.signature,
    body: Buffer.from(example.body),
    secret: example.secret,
    late: 0,
    ...change,
  };
  const headers = { 'x-slack-request-timestamp': stamp, 'x-slack-signature': signature };
  return whyNotSigned({ headers, body }, secret, (example.at + late) * 1000);
}

test.each([0, 1, 299, 300, -1, -300])('the documented example is good %i s later', (late) => {
  expect(judged({ late })).toBeNull();
});

test('a time of day within the second does not matter', () => {
  expect(judged({ late: 300.999 })).toBeNull();
});

test.each([
  [301, /301 s behind the clock/],
  [86_400, /behind/],
  [-301, /301 s ahead of the clock/],
  [-31_536_000, /ahead/],
])('%i s later it is not: a signature is good for five minutes, before and after', (late, why) => {
  expect(judged({ late })).toMatch(why);
});

test.each<[name: string, change: Parameters<typeof judged>[0], why: RegExp]>([
  ['no signature', { signature: undefined }, /no signature/],
  ['no time', { stamp: undefined }, /no signature/],
  ['an empty signature', { signature: '' }, /no signature/],
  ['a time in words', { stamp: 'now' }, /not a number/],
  ['a time in exponents', { stamp: '1.5314e9', signature: signed('1.5314e9', example.body) }, /not a number/],
  ['a negative time', { stamp: '-1' }, /not a number/],
  ['another time than was signed', { stamp: String(example.at + 1) }, /not made with SLACK_SIGNING_SECRET/],
  ['another body', { body: Buffer.from(`${example.body}x`) }, /not made with/],
  ['an empty body', { body: Buffer.alloc(0) }, /not made with/],
  ['a body that is no text', { body: Buffer.from([0xff, 0xfe]) }, /not made with/],
  ['another secret', { secret: 'another' }, /not made with/],
  ['another version', { signature: example.signature.replace('v0', 'v1') }, /not made with/],
  ['no version', { signature: example.signature.slice(3) }, /not made with/],
  ['half a signature', { signature: example.signature.slice(0, 40) }, /not made with/],
  ['one wrong digit', { signature: example.signature.replace(/3$/, '4') }, /not made with/],
])('%s is not signed by Slack', (_name, change, why) => {
  expect(judged(change)).toMatch(why);
});

test('what was not made with the secret is not repeated in the reason', () => {
  expect(judged({ secret: 'anothersecret' })).not.toContain('anothersecret');
});

test.each<[name: string, body: string, read: object | null]>([
  ['a command', 'command=%2Fincident&text=a+b%26c', { command: '/incident', text: 'a b&c' }],
  ['a press', 'payload=%7B%22type%22%3A%22block_actions%22%7D', { type: 'block_actions' }],
  ['an event', '{"type":"event_callback"}', { type: 'event_callback' }],
  ['an event with space around it', '\n {"type":"event_callback"} \n', { type: 'event_callback' }],
  ['nothing', '', null],
  ['half of JSON', '{"type":', null],
  ['a list', '[1]', { '[1]': '' }],
  ['a press that is no JSON', 'payload=hello', null],
  ['a press that is a list', 'payload=[]', null],
])('%s is read by its content', (_name, body, read) => {
  expect(readRequestBody(Buffer.from(body))).toEqual(read);
});

test.each<[body: string, is: boolean]>([
  ['ssl_check=1&token=xyz', true],
  ['ssl_check=0', false],
  ['{"ssl_check":"1"}', false],
  ['command=%2Fincident', false],
  ['', false],
])('%s: whether it only looks at our certificate: %s', (body, is) => {
  expect(isSslCheck(Buffer.from(body))).toBe(is);
});
