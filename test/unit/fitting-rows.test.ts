import { describe, expect, test } from 'vitest';
import type { Line, Message, Words } from '../../src/chat/card.ts';
import { fittingRows, type Row } from '../../src/chat/fitting-rows.ts';
import { lockOf } from '../../src/chat/lock.ts';
import { mentionedIn, placedWords } from '../../src/chat/placed-words.ts';
import { cut } from '../../src/lib/cut.ts';

const rows = (...lines: readonly string[]): Row[] => lines.map((line) => (most) => cut(line, most));

describe('rows under each other', () => {
  test.each<[name: string, rows: Row[], holds: { texts: number; text: number }, texts: string[]]>([
    ['that fit', rows('one', 'two'), { texts: 1, text: 7 }, ['one\ntwo']],
    ['of which some are blank', rows('', 'one', ' '), { texts: 1, text: 7 }, ['one']],
    ['in as few texts as they fit in', rows('one', 'two', 'three'), { texts: 2, text: 7 }, ['one\ntwo', 'three']],
    ['of which the last is left out whole', rows('one', 'two', 'three'), { texts: 1, text: 9 }, ['one\ntwo\n…']],
    ['of which more give way to the …', rows('one', 'two', 'three'), { texts: 1, text: 8 }, ['one\n…']],
    ['of which the first fills a text', rows('seventeen', 'two'), { texts: 1, text: 7 }, ['seve…\n…']],
    ['whose last text holds no more', rows('seven77', 'seven77', 'two'), { texts: 2, text: 7 }, ['seven77', '…']],
    ['of which the only one is too long', rows('seventeen'), { texts: 1, text: 7 }, ['sevent…']],
    ['of which there are none', [], { texts: 1, text: 7 }, []],
    ['where there is no room', rows('one'), { texts: 0, text: 7 }, []],
  ])('%s', (_name, given, holds, texts) => {
    expect(fittingRows(given, holds)).toEqual(texts);
  });
});

describe('what a lock screen shows', () => {
  const rest = { condition: 'triggered', head: ['head'], aside: '', lines: [], buttons: [] } as const;
  const card = { ...rest, lock: '#1 Web shop' };
  const lines: Line[] = [['a ', { bold: 'b' }], [' '], ['c\nd']];
  test.each<[name: string, message: Message, text: string]>([
    ['of a card', { card }, '#1 Web shop'],
    ['of words that say it', { words: { lock: 'Ada is paged', lines } }, 'Ada is paged'],
    ['of words that do not', { words: { lines } }, 'a b\nc d'],
    ['of more words than it holds', { words: { lines: [...lines, ['e'.repeat(10)]] } }, 'a b\nc d\n…'],
    ['of nothing', { words: { lines: [] } }, '…'],
  ])('%s', (_name, message, text) => {
    expect(lockOf(message, 12, cut)).toBe(text);
  });
});

test('words stand in the message where they fit there whole, and beside it, under a short text, where they do not', () => {
  const holds = { message: 7, beside: 11 };
  expect(placedWords(rows('one', 'two'), holds)).toEqual({ place: 'message', text: 'one\ntwo' });
  expect(placedWords(rows('one', 'three'), holds)).toEqual({ place: 'beside', text: 'one\nthree', lock: 200 });
  expect(placedWords(rows('one', 'three', 'four'), holds)).toMatchObject({ text: 'one\nthree\n…' });
  expect(placedWords([], holds)).toEqual({ place: 'message', text: '…' });
});

test('whoever is mentioned is so once, in the order of the words', () => {
  const who = (mention: string) => ({ mention, name: mention });
  const words: Words = {
    lines: [
      [who('2'), ' and ', who('1')],
      [who('2'), who('!here'), who('3')],
    ],
  };
  expect(mentionedIn(words, 2, (id) => /^\d$/.test(id))).toEqual(['2', '1']);
});
