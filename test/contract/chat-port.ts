import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../src/chat/card.ts';
import type { Act, ChatPort, Outcome } from '../../src/chat/port.ts';

/** A platform with one channel that we may write in, one person in one group, somebody else, and nothing else. */
export interface ChatPlace {
  readonly port: ChatPort;
  readonly channel: string;
  readonly person: string;
  /** Somebody who is there and not in the group. */
  readonly outsider: string;
  readonly group: string;
  /** Ids of the right form that name nothing. */
  readonly nowhere: Readonly<Record<'channel' | 'message' | 'person' | 'group', string>>;
  /** False: the platform tells nobody's quiet hours, so it need not know the person. True when absent. */
  readonly knowsQuietHours?: boolean;
  /** The address of the person; absent: the platform tells nobody's. */
  readonly email?: string;
  /** From now on the platform asks for peace, or fails, whatever it is asked. */
  ails(how: 'too-fast' | 'failing'): void;
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

    test('tells which of some people are in a group: those who are, nobody else, and nobody twice', async () => {
      const { port, group, person, outsider, nowhere } = place;
      const among = (...people: string[]) => port.membersOf(group, people);
      const members = (...people: string[]) => ({ kind: 'done', value: { members: people } });
      expect(await among(outsider, person, nowhere.person, person)).toEqual(members(person));
      expect(await among(outsider)).toEqual(members());
      expect(await among()).toEqual(members());
    });

    test('a group that is not there is gone, whoever is asked about', async () => {
      const { port, person, nowhere } = place;
      const gone = { kind: 'gone', what: 'group', reason: expect.stringMatching(/no such \w+/) };
      for (const id of [nowhere.group, 'ops']) {
        expect(await port.membersOf(id, [person])).toEqual(gone);
        expect(await port.membersOf(id, [])).toEqual(gone);
      }
    });

    const acts: readonly (readonly [Act, () => Promise<Outcome<unknown>>])[] = [
      ['post', () => place.port.post(place.channel, card, hints)],
      ['open-dm', () => place.port.openDm(place.person)],
      ['members-of', () => place.port.membersOf(place.group, [place.person])],
    ];

    test.each(acts)(
      'a platform that asks for peace: %s is for later, by a scope that could be asked before',
      async (act, done) => {
        place.ails('too-fast');
        const outcome = await done();
        expect(outcome).toEqual({ kind: 'later', at: expect.any(Number), scope: expect.any(String) });
        const named = outcome.kind === 'later' ? outcome.scope : '';
        expect(place.port.scopes(act, place.channel)).toContain(named);
      },
    );

    test.each(acts)('a platform that fails: %s is broken', async (_act, done) => {
      place.ails('failing');
      expect(await done()).toEqual({ kind: 'broken', reason: expect.stringMatching(/could not be reached/) });
    });

    test('names its scopes before it acts', () => {
      const { port, channel } = place;
      for (const act of ['post', 'edit', 'open-dm', 'quiet-until', 'look-up', 'members-of'] as const)
        expect(port.scopes(act, channel)).not.toEqual([]);
    });
  });
}
