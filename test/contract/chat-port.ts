import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../src/chat/card.ts';
import type { ChatPort } from '../../src/chat/port.ts';

/** A platform with one channel that we may write in, one person, and nothing else. */
export interface ChatPlace {
  readonly port: ChatPort;
  readonly channel: string;
  readonly person: string;
  /** Ids of the right form that name nothing. */
  readonly nowhere: { readonly channel: string; readonly message: string; readonly person: string };
  /** False: the platform tells nobody's quiet hours, so it need not know the person. True when absent. */
  readonly knowsQuietHours?: boolean;
  /** The address of the person; absent: the platform tells nobody's. */
  readonly email?: string;
  close(): Promise<void>;
}

const card: Message = {
  card: {
    condition: 'triggered',
    lock: '#1 Web shop: CPU high',
    head: ['🔴 ', { bold: '#1' }, ' CPU high'],
    aside: 'critical · Web shop',
    lines: [['1 alert']],
    buttons: [{ label: 'Acknowledge', token: 'rv1:acknowledge:inc_1', style: 'primary' }],
  },
};
const hints = { title: '#1 CPU high' };
const words: Message = { words: { lines: [['Ada is paged']] } };

/** What every implementation of ChatPort must do. */
export function chatPortContract(name: string, open: () => Promise<ChatPlace>): void {
  describe(`${name} is a ChatPort`, () => {
    let place: ChatPlace;
    beforeEach(async () => {
      place = await open();
    });
    afterEach(async () => {
      await place.close();
    });

    async function post(message: Message, thread?: string): Promise<string> {
      const outcome = await place.port.post(place.channel, message, hints, thread);
      expect(outcome).toMatchObject({ kind: 'done' });
      return outcome.kind === 'done' ? outcome.value.message : '';
    }

    test('posts a card, edits it, and answers under it', async () => {
      const first = await post(card);
      const second = await post(words);
      expect(first).not.toBe(second);
      expect(await place.port.edit(place.channel, first, words)).toEqual({ kind: 'done', value: null });
      expect(await post(words, first)).not.toBe(first);
    });

    test('opens the same conversation with a person every time, and can write there', async () => {
      const opened = await place.port.openDm(place.person);
      expect(opened).toMatchObject({ kind: 'done' });
      expect(await place.port.openDm(place.person)).toEqual(opened);
      if (opened.kind !== 'done') return;
      expect(await place.port.post(opened.value.channel, card, hints)).toMatchObject({ kind: 'done' });
    });

    test('says what is not there, in words', async () => {
      const { port, channel, nowhere } = place;
      const reason = expect.stringMatching(/\w+ \w+/);
      expect(await port.post(nowhere.channel, card, hints)).toEqual({ kind: 'gone', what: 'channel', reason });
      expect(await port.edit(channel, nowhere.message, card)).toEqual({ kind: 'gone', what: 'message', reason });
      expect(await port.openDm(nowhere.person)).toEqual({ kind: 'gone', what: 'person', reason });
      const asked = await port.quietUntil(nowhere.person);
      if (place.knowsQuietHours === false) expect(asked).toEqual({ kind: 'done', value: { until: null } });
      else expect(asked).toEqual({ kind: 'gone', what: 'person', reason });
    });

    test('knows that nobody keeps notifications from a person', async () => {
      expect(await place.port.quietUntil(place.person)).toEqual({ kind: 'done', value: { until: null } });
    });

    test("tells a person's verified e-mail address, where the platform tells it", async () => {
      const { port, person, email = null, nowhere } = place;
      expect(await port.lookUp(person)).toEqual({ kind: 'done', value: { email } });
      const nobody = email === null ? { kind: 'done', value: { email: null } } : { kind: 'gone', what: 'person' };
      expect(await port.lookUp(nowhere.person)).toMatchObject(nobody);
    });

    test('names its scopes before it acts', () => {
      const { port, channel } = place;
      for (const act of ['post', 'edit', 'open-dm', 'quiet-until', 'look-up'] as const)
        expect(port.scopes(act, channel)).not.toEqual([]);
    });
  });
}
