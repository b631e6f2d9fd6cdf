import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OpenView } from '../../sandbox/slack/views.ts';
import type { Form, Submission, Submitted } from '../../src/chat/form.ts';
import { hello, hints, openSlackPlace, type SlackPlace, said, soon, token } from '../support/slack-place.ts';

const noteToken = 'rv1:note:inc_1';
const form: Form = {
  token: 'rv1:form:trigger',
  title: 'Open an incident',
  submit: 'Page',
  fields: [
    {
      name: 'service',
      kind: 'choice',
      label: 'Service',
      value: 'svc_2',
      options: [
        { value: 'svc_1', label: 'Web shop' },
        { value: 'svc_2', label: 'Warehouse' },
      ],
    },
    { name: 'summary', kind: 'text', label: 'What is wrong?', most: 20, hint: 'A few words.' },
    { name: 'known', kind: 'long', label: 'What else is known', most: 4000, optional: true, value: 'since noon' },
    { name: 'who', kind: 'person', label: 'Who', optional: true },
    { name: 'until', kind: 'time', label: 'Until', optional: true, value: 1_767_580_200_000 },
  ],
};
const typed = { person: 'U0ADA', channel: 'C0OPS', text: '/incident trigger' };
const done: Submitted = { kind: 'done', words: null };
const answers = { summary: 'Checkout is down' };
const ada = { platform: 'slack', workspace: 'T0SANDBOX', person: 'U0ADA' };

describe.each(['Socket Mode', 'HTTP'] as const)('forms over %s', (way) => {
  let place: SlackPlace;
  let submissions: Submission[];
  /** How the next forms end; a promise that never settles is a core that is slow. */
  let end: () => Promise<Submitted>;

  beforeEach(async () => {
    place = await openSlackPlace(way);
    submissions = [];
    end = async () => done;
    place.core.formFor = (asked) => {
      const asks = 'name' in asked ? asked.text === 'trigger' : asked.token === noteToken;
      return asks ? { form: 'trigger', given: {} } : null;
    };
    place.core.form = async () => ({ form });
    place.core.submit = async (submission) => {
      submissions.push(submission);
      return await end();
    };
    expect(await place.slack.start()).toEqual({ ok: true, value: null });
  });
  afterEach(async () => {
    await place.close();
  });

  const titleOf = (view: OpenView | null): string | null => view?.modal.title.text ?? null;
  const shows = (title: string): Promise<void> =>
    vi.waitFor(() => expect(titleOf(place.sandbox.viewOf('U0ADA'))).toBe(title), soon);
  /** What a view says that has no fields. */
  const words = (): string => {
    const blocks = place.sandbox.viewOf('U0ADA')?.modal.blocks ?? [];
    return blocks.map((block) => (block.type === 'section' ? (block.text?.text ?? '') : block.type)).join('\n');
  };
  const open = async (): Promise<void> => {
    await place.sandbox.command(typed);
    await shows('Open an incident');
  };
  const submit = () => place.sandbox.submit({ person: 'U0ADA', answers });

  test('a command opens one, each field of it comes back as the core knows it, and then it is gone', async () => {
    await open();
    const view = place.sandbox.viewOf('U0ADA');
    const filled = { service: 'svc_1', summary: 'Checkout is down', known: '', who: 'U0BO', until: 1_767_580_260 };
    expect(await place.sandbox.submit({ person: 'U0ADA', answers: filled })).toEqual({ kind: 'closed' });
    expect(submissions).toEqual([
      {
        speaker: ada,
        token: 'rv1:form:trigger',
        shown: view?.id,
        answers: { service: 'svc_1', summary: 'Checkout is down', who: 'U0BO', until: '1767580260000' },
      },
    ]);
    expect(place.sandbox.viewOf('U0ADA')).toBeNull();
    expect([place.core.commands, said(place.sandbox, 'U0ADA'), place.complaints()]).toEqual([[], [], []]);
  });

  test('what stood there at first comes back too', async () => {
    await open();
    await submit();
    expect(submissions[0]?.answers).toEqual({
      service: 'svc_2',
      summary: 'Checkout is down',
      known: 'since noon',
      until: '1767580200000',
    });
  });

  test('what the form asks for is kept by Slack itself', async () => {
    await open();
    const long = await place.sandbox.submit({ person: 'U0ADA', answers: { summary: 'x'.repeat(21) } });
    expect(long).toMatchObject({ kind: 'incomplete', errors: { summary: expect.any(String) } });
    expect(await place.sandbox.submit({ person: 'U0ADA', answers: {} })).toMatchObject({ kind: 'incomplete' });
    expect(submissions).toEqual([]);
  });

  test('a button opens one, in a channel and in what is told to one person', async () => {
    const button = { label: 'Note', token: noteToken };
    const { port } = place.slack;
    await port.post('C0OPS', { words: { ...hello, buttons: [button] } }, hints);
    place.core.answer = async () => ({ ...hello, buttons: [button] });
    await place.sandbox.command({ ...typed, text: '/incident show 1' });
    await vi.waitFor(() => expect(place.sandbox.world.messages).toHaveLength(2), soon);
    for (const { ts } of place.sandbox.world.messages) {
      await place.sandbox.press({ person: 'U0ADA', channel: 'C0OPS', ts, actionId: noteToken });
      await shows('Open an incident');
      await submit();
    }
    expect(submissions).toHaveLength(2);
    expect(place.core.presses).toEqual([]);
  });

  test('a wrong field stays open with its error, and is the same form when it is sent again', async () => {
    await open();
    end = async () => ({ kind: 'mend', problems: { service: 'There is no such service.' } });
    expect(await submit()).toEqual({ kind: 'errors', errors: { service: 'There is no such service.' } });
    end = async () => done;
    expect(await submit()).toEqual({ kind: 'closed' });
    expect(submissions.map(({ shown }) => shown)).toEqual([submissions[0]?.shown, submissions[0]?.shown]);
  });

  test('a problem that is of no field is said at the first', async () => {
    await open();
    end = async () => ({ kind: 'mend', problems: { incident: 'It is gone.', service: 'Not here.' } });
    expect(await submit()).toEqual({ kind: 'errors', errors: { service: 'It is gone. Not here.' } });
  });

  test('words take its place', async () => {
    await open();
    end = async () => ({ kind: 'done', words: { ...hello, buttons: [{ label: 'Note', token }] } });
    expect(await submit()).toEqual({ kind: 'replaced' });
    expect(words()).toBe('hello *Ada*');
    expect(place.sandbox.viewOf('U0ADA')?.modal.submit).toBeUndefined();
  });

  test.each<[name: string, submitted: Submitted, end: string]>([
    ['well', done, 'Done. The card shows it.'],
    ['in words', { kind: 'done', words: hello }, 'hello *Ada*'],
    [
      'with something to mend',
      { kind: 'mend', problems: { summary: 'This is needed.' } },
      'Nothing was done yet. Please open the form again.\n*What is wrong?*: This is needed.\nYou wrote:\n*Service*: `svc_2`\n*What is wrong?*: `Checkout is down`\n*What else is known*: `since noon`\n*Until*: <!date^1767580200^{date_short_pretty} {time}|2026-01-05 02:30 UTC>',
    ],
  ])(
    'a core that takes longer than Slack waits is answered in time, and it ends %s',
    async (_name, submitted, ends) => {
      await open();
      let finish: (submitted: Submitted) => void = () => {};
      end = () => new Promise((resolve) => (finish = resolve));
      expect(await submit()).toEqual({ kind: 'replaced' });
      expect(words()).toBe('Working on it…');
      finish(submitted);
      await vi.waitFor(() => expect(words()).toBe(ends), soon);
    },
  );

  test.each<[name: string, submitted: Submitted, told: readonly string[]]>([
    ['what went well', done, []],
    ['what must be known', { kind: 'done', words: hello }, ['hello Ada']],
  ])('to somebody who did not wait for it, %s is written as it deserves', async (_name, submitted, told) => {
    await open();
    let finish: (submitted: Submitted) => void = () => {};
    end = () => new Promise((resolve) => (finish = resolve));
    await submit();
    place.sandbox.closeView({ person: 'U0ADA' });
    finish(submitted);
    await vi.waitFor(
      () => expect(place.sandbox.calls.at(-1)).toMatchObject(told.length === 0 ? updateRefused : posted),
      soon,
    );
    expect(place.sandbox.world.messages.map(({ text }) => text)).toEqual(told);
    expect(place.complaints()).toEqual([]);
  });
  const updateRefused = { method: 'views.update', error: 'not_found' };
  const posted = { method: 'chat.postMessage', ok: true };

  test('a core that throws is a calm sentence with a reference', async () => {
    await open();
    end = () => Promise.reject(new Error('disk'));
    expect(await submit()).toEqual({ kind: 'replaced' });
    expect(words()).toMatch(/the reference [0-9a-f]{8}\.$/);
    expect(place.complaints()).toEqual(['a form failed']);
  });

  test('it is there at once, however long it takes to make, and leaving it meanwhile is quiet', async () => {
    const asked: ((made: { form: Form }) => void)[] = [];
    place.core.form = () => new Promise((resolve) => asked.push(resolve));
    const isAsked = (times: number): Promise<void> => vi.waitFor(() => expect(asked).toHaveLength(times), soon);
    await place.sandbox.command(typed);
    await shows('One moment');
    await isAsked(1);
    asked[0]?.({ form });
    await shows('Open an incident');
    await place.sandbox.command(typed);
    await shows('One moment');
    await isAsked(2);
    place.sandbox.closeView({ person: 'U0ADA' });
    asked[1]?.({ form });
    await vi.waitFor(() => expect(place.sandbox.calls.at(-1)).toMatchObject(updateRefused), soon);
    await place.stop();
    expect([said(place.sandbox, 'U0ADA'), place.complaints()]).toEqual([[], []]);
  });

  test('where there is no form to be had, the words why stand in its place', async () => {
    place.core.form = async () => ({ words: hello });
    await place.sandbox.command(typed);
    await vi.waitFor(() => expect(words()).toBe('hello *Ada*'), soon);
  });

  test.each(['expired_trigger_id', 'exchanged_trigger_id'])(
    'a trigger that is not good (%s) is a calm sentence',
    async (error) => {
      place.sandbox.faults.begin({ kind: 'refusal', error, scope: { method: 'views.open' }, lasts: { calls: 1 } });
      await place.sandbox.command(typed);
      const sentence = 'The form could not be opened. Please try again.';
      await vi.waitFor(() => expect(said(place.sandbox, 'U0ADA')).toEqual([sentence]), soon);
      expect([place.sandbox.viewOf('U0ADA'), place.complaints()]).toEqual([null, []]);
      await open();
    },
  );

  test('sent to us after we stopped, it stays, and nothing was done', async () => {
    await open();
    await place.stop();
    await vi.waitFor(() => expect(place.sandbox.connections).toBe(0), soon);
    expect(await submit()).toMatchObject({ kind: 'trouble', why: expect.stringContaining('dispatch_failed') });
    expect(titleOf(place.sandbox.viewOf('U0ADA'))).toBe('Open an incident');
    expect(submissions).toEqual([]);
  });
});
