import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toPress } from '../../adapters/slack/actions.ts';
import { answer, type Delivery } from '../../adapters/slack/answer.ts';
import { toCommand } from '../../adapters/slack/commands.ts';
import type { Words } from '../../src/chat/card.ts';
import type { ChatCore } from '../../src/chat/port.ts';
import { createGate } from '../../src/lib/gate.ts';
import { strictLog } from '../support/log.ts';
import { noForms } from '../support/no-forms.ts';

function desk(over: Partial<ChatCore> = {}) {
  const seen = new Set<string>();
  const core: ChatCore = {
    ...noForms,
    press: async () => null,
    command: async () => null,
    connected: async () => null,
    firstTime: async (_platform, delivery) => !seen.has(delivery) && seen.add(delivery) !== undefined,
    ...over,
  };
  const log = strictLog();
  const gate = createGate();
  const did: string[] = [];
  const deps = { core, log, gate, clock: () => 0, patience: 2000 };
  const delivery = (work: () => Promise<Words | null>, more: Partial<Delivery> = {}): Delivery => ({
    what: 'press',
    id: 'one',
    ack: async () => void did.push('ack'),
    respond: async (said) => void did.push(`said ${said.text}`),
    work: async () => {
      did.push('work');
      return await work();
    },
    ...more,
  });
  return { deps, log, gate, did, delivery };
}

const hello: Words = { lines: [['hello']] };

describe('a delivery', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('is worked first, then acknowledged, then answered to the asker alone', async () => {
    const { deps, did, delivery, log } = desk();
    const respond = vi.fn(async () => void did.push('said'));
    await answer(
      deps,
      delivery(async () => hello, { respond }),
    );
    expect(did).toEqual(['work', 'ack', 'said']);
    expect(respond).toHaveBeenCalledExactlyOnceWith({
      response_type: 'ephemeral',
      replace_original: false,
      text: 'hello',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'hello', verbatim: true } }],
    });
    expect(vi.getTimerCount()).toBe(0);
    log.expectQuiet();
  });

  test('is acknowledged after 2 s while its work still runs, and only once', async () => {
    const { deps, did, delivery } = desk();
    let finish: (words: Words) => void = () => {};
    const done = answer(
      deps,
      delivery(() => new Promise((resolve) => (finish = resolve))),
    );
    await vi.advanceTimersByTimeAsync(1999);
    expect(did).toEqual(['work']);
    await vi.advanceTimersByTimeAsync(1);
    expect(did).toEqual(['work', 'ack']);
    finish(hello);
    await done;
    expect(did).toEqual(['work', 'ack', 'said hello']);
  });

  test('that comes again is acknowledged and not worked again', async () => {
    const { deps, did, delivery } = desk();
    await answer(
      deps,
      delivery(async () => null),
    );
    await answer(
      deps,
      delivery(async () => null),
    );
    expect(did).toEqual(['work', 'ack', 'ack']);
  });

  test.each<[name: string, over: Partial<ChatCore>, work: () => Promise<null>]>([
    ['work', {}, () => Promise.reject(new Error('disk'))],
    ['memory', { firstTime: () => Promise.reject(new Error('disk')) }, async () => null],
  ])('whose %s fails is answered calmly, with a reference that the log has', async (_name, over, work) => {
    const { deps, did, delivery, log } = desk(over);
    await answer(deps, delivery(work));
    const [complaint] = log.complaints;
    expect(complaint).toMatchObject({ level: 'error', details: { reference: expect.stringMatching(/^[0-9a-f]{8}$/) } });
    const reference = Object.entries(complaint?.details ?? {}).find(([key]) => key === 'reference')?.[1];
    expect(did.at(-1)).toBe(
      `said That did not work, and it is not your fault. Please try again; if it stays so, tell whoever runs Reveille the reference ${reference}.`,
    );
    expect(did).toContain('ack');
  });

  test.each<[name: string, more: Partial<Delivery>, words: Words]>([
    ['acknowledged', { ack: () => Promise.reject(new Error('socket')) }, hello],
    ['answered', { respond: () => Promise.reject(new Error('expired')) }, hello],
    ['drawn', {}, { lines: [[{ time: Number.NaN }]] }],
  ])('that cannot be %s is a line in the log, nothing worse', async (_name, more, words) => {
    const { deps, delivery, log } = desk();
    await answer(
      deps,
      delivery(async () => words, more),
    );
    expect(log.complaints.map(({ level }) => level)).toEqual(['warn']);
  });

  test('that comes while we stop is neither worked nor acknowledged', async () => {
    const { deps, did, delivery, gate } = desk();
    await gate.close(1000);
    await answer(
      deps,
      delivery(async () => null),
    );
    expect(did).toEqual([]);
  });

  test('that runs when we stop is waited for, but not for ever', async () => {
    const { deps, delivery, gate } = desk();
    void answer(
      deps,
      delivery(() => new Promise(() => {})),
    );
    const closed = vi.fn();
    const closing = gate.close(5000).then(closed);
    await vi.advanceTimersByTimeAsync(4999);
    expect(closed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await closing;
    expect(closed).toHaveBeenCalled();
  });
});

describe('a command', () => {
  const said = { team_id: 'T1', user_id: 'U0ADA', channel_id: 'C1' };
  test.each<[command: string, text: string, name: string, rest: string]>([
    ['/incident', 'list mine', 'incident', 'list mine'],
    ['/incident', '', 'incident', ''],
    ['/incident', ' note 142  two  spaces ', 'incident', 'note 142  two  spaces'],
    ['/reveille', 'incident list', 'reveille', 'incident list'],
    ['/reveille', 'help', 'reveille', 'help'],
    ['/reveille', '', 'reveille', ''],
  ])('%s %s', (command, text, name, rest) => {
    expect(toCommand({ ...said, command, text })).toEqual({
      speaker: { platform: 'slack', workspace: 'T1', person: 'U0ADA' },
      name,
      text: rest,
      channel: 'C1',
    });
  });
});

describe('a press', () => {
  const body = {
    type: 'block_actions',
    trigger_id: '1.2.3',
    user: { id: 'U0ADA', team_id: 'T1' },
    team: { id: 'T1', domain: 'shop' },
    container: { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: false },
    channel: { id: 'C1', name: 'ops' },
    actions: [{ type: 'button', action_id: 'rv1:a', value: 'rv1:a', action_ts: '1' }],
  };
  const press = {
    speaker: { platform: 'slack', workspace: 'T1', person: 'U0ADA' },
    token: 'rv1:a',
    channel: 'C1',
    message: '1.2',
  };
  test.each<[name: string, body: object, press: object]>([
    ['as it comes', body, press],
    ['without the channel in its container', { ...body, container: { message_ts: '1.2' } }, press],
    [
      'by somebody of another company in a shared channel',
      { ...body, user: { id: 'U0BO', team_id: 'T2' } },
      { ...press, speaker: { platform: 'slack', workspace: 'T2', person: 'U0BO' } },
    ],
    ['of a user without a team', { ...body, user: { id: 'U0ADA' } }, press],
  ])('%s', (_name, given, expected) => {
    expect(toPress(given)).toEqual({ press: expected, trigger: '1.2.3' });
  });

  test('on a message that only the presser sees names no message: nobody can change that one', () => {
    const container = { ...body.container, is_ephemeral: true };
    expect(toPress({ ...body, container })?.press.message).toBeNull();
  });

  test.each<[name: string, body: unknown]>([
    ['without a message', { ...body, container: {} }],
    ['without an action', { ...body, actions: [] }],
    ['without a team', { ...body, user: { id: 'U0ADA' }, team: null }],
    ['that is no press', null],
  ])('%s is not read', (_name, given) => {
    expect(toPress(given)).toBeNull();
  });
});
