import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Form, Submission } from '../../src/chat/form.ts';
import type { ChatPort } from '../../src/chat/port.ts';
import { card, done, hello, hints, type RecordingCore, soon, token } from '../support/slack-place.ts';

/** A platform with an adapter on a recording core, and Ada in a channel of it. */
export interface ChatWay {
  readonly core: RecordingCore;
  readonly port: ChatPort;
  readonly channel: string;
  press(message: string, token: string): Promise<void>;
  /** `incident list` and `incident trigger`. */
  type(words: string): Promise<void>;
  /** What was told to Ada alone, without its dress. */
  told(): readonly string[];
  /** The title of the form that Ada sees. */
  form(): string | null;
  submit(answers: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

const form: Form = {
  token: 'rv1:form:trigger',
  title: 'Open an incident',
  submit: 'Page',
  fields: [{ name: 'summary', kind: 'text', label: 'What is wrong?', most: 200 }],
};

/** The way from what a person does to the core and back, the same on every platform. */
export function chatWayContract(name: string, open: () => Promise<ChatWay>): void {
  describe(`${name} brings what people do to the core`, () => {
    let place: ChatWay;
    const submissions: Submission[] = [];
    beforeEach(async () => {
      place = await open();
      submissions.length = 0;
      place.core.formFor = (asked) =>
        'name' in asked && asked.text.startsWith('trigger') ? { form: 'trigger', given: {} } : null;
      place.core.form = async () => ({ form });
      place.core.submit = async (submission) => {
        submissions.push(submission);
        return { kind: 'done', words: null };
      };
    });
    afterEach(async () => {
      await place.close();
    });

    test('a press is told with its message, and its words are whispered', async () => {
      const { message } = done(await place.port.post(place.channel, { card }, hints));
      place.core.answer = async () => hello;
      await place.press(message, token);
      expect(place.core.presses).toMatchObject([{ token, channel: place.channel, message }]);
      await vi.waitFor(() => expect(place.told()).toEqual(['hello Ada']), soon);
    });

    test('a press that the card answers whispers nothing', async () => {
      const { message } = done(await place.port.post(place.channel, { card }, hints));
      await place.press(message, token);
      expect(place.core.presses).toHaveLength(1);
      expect(place.told()).toEqual([]);
    });

    test('a command is told as it was typed, and its words are whispered', async () => {
      place.core.answer = async () => hello;
      await place.type('incident list');
      expect(place.core.commands).toMatchObject([{ name: 'incident', text: 'list', channel: place.channel }]);
      await vi.waitFor(() => expect(place.told()).toEqual(['hello Ada']), soon);
    });

    test('a form is opened, and what was filled in comes back with its token', async () => {
      await place.type('incident trigger');
      await vi.waitFor(() => expect(place.form()).toBe('Open an incident'), soon);
      expect(place.core.commands).toEqual([]);
      await place.submit({ summary: 'Checkout is down' });
      expect(submissions).toMatchObject([{ token: form.token, answers: { summary: 'Checkout is down' } }]);
      await vi.waitFor(() => expect(place.form()).toBeNull(), soon);
    });

    test('why there is no form is whispered or stands in its place', async () => {
      place.core.form = async () => ({ words: { lines: [['Nothing is open.']] } });
      await place.type('incident trigger');
      await vi.waitFor(() => expect([...place.told(), place.form() ?? '']).toContain('Nothing is open.'), soon);
    });
  });
}
