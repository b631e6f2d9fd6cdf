import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { signatureOf } from '../../sandbox/slack/http-delivery.ts';
import { openSlackPlace, postCard, type SlackPlace, soon, token } from '../support/slack-place.ts';
import { chatPortContract } from './chat-port.ts';
import { slackWayContract } from './slack-way.ts';

slackWayContract('HTTP');

chatPortContract('Slack over HTTP', async () => {
  const opened = await openSlackPlace('HTTP');
  await opened.slack.start();
  return {
    port: opened.slack.port,
    channel: 'C0OPS',
    person: 'U0ADA',
    outsider: 'U0BO',
    group: 'S0ONCALL',
    nowhere: { channel: 'C0NOWHERE', message: '1700000000.000001', person: 'U0NOBODY', group: 'S0NOWHERE' },
    email: 'ada@example.com',
    ails: (how) => {
      const whole = { lasts: 'until-ended' } as const;
      const fault =
        how === 'failing' ? ({ kind: 'server-error' } as const) : ({ kind: 'rate-limit', retryAfterS: 30 } as const);
      opened.sandbox.faults.begin({ ...fault, ...whole });
    },
    close: () => opened.close(),
  };
});

let place: SlackPlace;
beforeEach(async () => {
  place = await openSlackPlace('HTTP', { lookEvery: 20 });
});
afterEach(async () => {
  await place.close();
});

const list = { person: 'U0ADA', channel: 'C0OPS', text: '/incident list' };
const command =
  'command=%2Fincident&text=list&team_id=T0SANDBOX&user_id=U0ADA&channel_id=C0OPS&trigger_id=1.2.3&response_url=http%3A%2F%2F127.0.0.1%3A1%2F';

interface Letter {
  readonly body: string;
  /** Seconds that Slack's clock is ahead of ours. */
  readonly ahead?: number;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as Slack would send it; the answer's status and body. */
async function post({ body, ahead = 0, secret, headers }: Letter): Promise<[status: number, text: string]> {
  const timestamp = String(Math.floor(Date.now() / 1000) + ahead);
  const response = await fetch(place.requestUrl ?? '', {
    method: 'POST',
    headers: {
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf(timestamp, body, secret),
      ...headers,
    },
    body,
  });
  return [response.status, await response.text()];
}

const warnings = (): object[] => place.lines.filter(({ level }) => level === 'warn').map(({ details }) => details);

describe('a request that Slack did not sign', () => {
  beforeEach(async () => {
    await place.slack.start();
  });

  test.each<[name: string, letter: Omit<Letter, 'body'>, why: RegExp]>([
    ['with another secret', { secret: 'another' }, /not made with SLACK_SIGNING_SECRET/],
    ['without a signature', { headers: { 'x-slack-signature': '' } }, /bears no signature/],
    ['six minutes ago', { ahead: -360 }, /3(60|61) s behind the clock/],
    ['in six minutes', { ahead: 360 }, /3(60|59) s ahead of the clock/],
  ])('%s is refused calmly, and only the log says why', async (_name, letter, why) => {
    const [status, text] = await post({ body: command, ...letter });
    expect(status).toBe(401);
    expect(JSON.parse(text)).toEqual({
      error: {
        code: 'not-signed',
        message: 'Only Slack may send requests here, and this one is not signed as its own.',
      },
    });
    expect(place.core.commands).toEqual([]);
    expect(place.core.deliveries).toEqual([]);
    expect(warnings()).toMatchObject([{ route: '/slack/events', status: 401, problems: [expect.stringMatching(why)] }]);
  });

  test('is let in to look at our certificate, whatever else stands in it, and nothing is done', async () => {
    const smuggled = `ssl_check=1&token=xyz&${command}`;
    expect(await post({ body: smuggled, secret: 'another' })).toEqual([200, '']);
    expect(place.core.commands).toEqual([]);
  });
});

describe('a request that Slack signed', () => {
  test.each(['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset=utf-8', 'nonsense'])(
    'is read whatever its declared type is: %s',
    async (type) => {
      await place.slack.start();
      expect(await post({ body: command, headers: { 'content-type': type } })).toEqual([200, '']);
      expect(place.core.commands).toHaveLength(1);
    },
  );

  test('and that is sent again, by whomever, is acknowledged and acted on once', async () => {
    await place.slack.start();
    const again = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
    expect(await post({ body: command })).toEqual([200, '']);
    expect(await post({ body: command, ahead: -30 })).toEqual([200, '']);
    expect(await post({ body: command, headers: again })).toEqual([200, '']);
    expect(place.core.commands).toHaveLength(1);
  });

  test('and that has no trigger is known by what it says', async () => {
    await place.slack.start();
    const bare = command.replace('&trigger_id=1.2.3', '');
    await post({ body: bare });
    await post({ body: bare, ahead: -1 });
    await post({ body: `${bare}&again=1` });
    expect(place.core.commands).toHaveLength(2);
  });

  test('and that fills in a form is answered in the acknowledgement itself', async () => {
    await place.slack.start();
    place.core.submit = async () => ({ kind: 'mend', problems: { summary: 'Say what is wrong.' } });
    const view = { id: 'V1', callback_id: 'rv1:form:trigger', state: { values: {} } };
    const payload = { type: 'view_submission', user: { id: 'U0ADA', team_id: 'T0SANDBOX' }, view };
    const [status, text] = await post({ body: `payload=${encodeURIComponent(JSON.stringify(payload))}` });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({ response_action: 'errors', errors: { summary: 'Say what is wrong.' } });
  });

  test.each<[name: string, body: string, status: number, code: string]>([
    ['a form that is none', 'payload=hello', 400, 'unreadable'],
    ['nothing', '', 400, 'unreadable'],
    ['half of JSON', '{"type"', 400, 'unreadable'],
    ['a command of another app', command.replace('incident', 'dance'), 404, 'unknown'],
    ['a press that is none of ours', `payload=${encodeURIComponent('{"type":"block_actions"}')}`, 404, 'unknown'],
    ['something of no kind', '{"hello":1}', 404, 'unknown'],
  ])('and that is %s is refused at once with a sentence', async (_name, body, status, code) => {
    await place.slack.start();
    const [answered, text] = await post({ body });
    expect([answered, JSON.parse(text)]).toMatchObject([status, { error: { code } }]);
    expect(place.complaints()).toEqual([]);
  });

  test('and that is larger than any of Slack is not read', async () => {
    await place.slack.start();
    const [status] = await post({ body: `text=${'x'.repeat(600_000)}` });
    expect(status).toBe(413);
  });

  test('with a GET, the method is named', async () => {
    const response = await fetch(place.requestUrl ?? '');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('before it is started', () => {
  test('the address proves itself, and everything else is asked to come again', async () => {
    expect(await place.sandbox.verifyRequestUrl()).toBe(true);
    const [status, text] = await post({ body: command });
    expect([status, JSON.parse(text)]).toMatchObject([503, { error: { code: 'not-ready' } }]);
    await expect(place.sandbox.command(list)).rejects.toMatchObject({ error: 'http_service_error' });
    await place.slack.start();
    expect(await post({ body: command })).toEqual([200, '']);
    expect(place.core.commands).toHaveLength(1);
  });

  test('an event is asked to come again, and is taken when it does', async () => {
    const body = JSON.stringify({
      type: 'event_callback',
      event_id: 'Ev1',
      team_id: 'T0SANDBOX',
      event: { type: 'x' },
    });
    expect(await post({ body })).toMatchObject([503, expect.any(String)]);
    expect(place.core.deliveries).toEqual([]);
    await place.slack.start();
    const again = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' };
    expect(await post({ body, headers: again })).toEqual([200, '']);
    await vi.waitFor(() => expect(place.core.deliveries).toEqual(['Ev1']), soon);
  });
});

describe('events', () => {
  test('are acknowledged, and known when they come again', async () => {
    await place.slack.start();
    expect(await place.sandbox.sendEvent({ type: 'app_home_opened', user: 'U0ADA' })).toBe(true);
    await vi.waitFor(() => expect(place.core.deliveries).toEqual([expect.stringMatching(/^Ev[0-9A-F]+$/)]), soon);
  });
});

describe('Slack that cannot be reached any more', () => {
  test('is said while it lasts, and presses are taken all the same', async () => {
    await place.slack.start();
    const message = await postCard(place.slack.port);
    place.sandbox.faults.begin({ kind: 'server-error', scope: { method: 'auth.test' }, lasts: 'until-ended' });
    const sentence = /^Slack cannot be reached at 127\.0\.0\.1:\d+ since .* UTC \(Slack answered HTTP 500\)\.$/;
    await vi.waitFor(() => expect(place.slack.port.trouble() ?? '').toMatch(sentence), soon);
    await place.sandbox.press({ person: 'U0ADA', channel: 'C0OPS', ts: message, actionId: token });
    expect(place.core.presses).toHaveLength(1);
    place.sandbox.faults.mendAll();
    await vi.waitFor(() => expect(place.slack.port.trouble()).toBeNull(), soon);
    // The core was told of the workspace once; looking again costs it nothing.
    expect(place.core.workspaces).toEqual(['slack T0SANDBOX Sandbox']);
  });

  test('a token that is revoked while we run is said, once in the log', async () => {
    await place.slack.start();
    place.sandbox.faults.begin({
      kind: 'refusal',
      error: 'token_revoked',
      scope: { method: 'auth.test' },
      lasts: 'until-ended',
    });
    await vi.waitFor(() => expect(place.slack.port.trouble() ?? '').toMatch(/SLACK_BOT_TOKEN \(token_revoked\)/), soon);
    expect(place.complaints()).toEqual([expect.stringMatching(/SLACK_BOT_TOKEN/)]);
  });
});
