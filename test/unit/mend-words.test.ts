import { expect, test } from 'vitest';
import { render as onDiscord } from '../../adapters/discord/render.ts';
import { render as onSlack } from '../../adapters/slack/render.ts';
import type { Line } from '../../src/chat/card.ts';
import { mendWords } from '../../src/chat/meanwhile.ts';

const needed = { kind: 'mend', problems: { summary: 'This is needed.' } } as const;
const note = (text: string): readonly Line[] => mendWords(needed, { text }).lines.slice(2);

test('fields are called as they are in the form', () => {
  expect(mendWords(needed, {}).lines).toEqual([
    ['Nothing was done yet. Please open the form again.'],
    [{ bold: 'What is wrong?' }, ': This is needed.'],
  ]);
});

test.each<[what: string, answers: Record<string, string>, back: readonly Line[]]>([
  ['one word', { until: 'banana' }, [[{ bold: 'Until' }, ': ', { code: 'banana' }]]],
  ['a service that was typed', { service: 'wbe' }, [[{ bold: 'Service' }, ': ', { code: 'wbe' }]]],
  ['a time that was picked', { until: '1767578400000' }, [[{ bold: 'Until' }, ': ', { time: 1767578400000 }]]],
])('%s is given back', (_what, answers, back) => {
  expect(mendWords(needed, answers).lines.slice(2)).toEqual([['You wrote:'], ...back]);
});

test('what was chosen from a list is not', () => {
  const answers = { incident: `inc_${'0'.repeat(32)}`, service: `svc_${'0'.repeat(32)}`, severity: 'error' };
  expect(mendWords(needed, answers).lines).toHaveLength(2);
});

test('a note of ten lines is given back line by line', () => {
  const lines = Array.from({ length: 10 }, (_, at) => `step ${at}`);
  const back = lines.map((code): Line => [{ code }]);
  expect(note(lines.join('\n'))).toEqual([['You wrote:'], [{ bold: 'Note' }, ':'], ...back]);
});

test('the longest note is given back whole on both platforms', () => {
  const text = `${'a<'.repeat(1499)}.z`;
  const words = mendWords(needed, { text });
  const discord = onDiscord({ words }, 0);
  const [embed] = discord.embeds;
  const plain = (shown: string) => shown.replace(/[`\n]/g, '').replaceAll('&lt;', '<');
  expect(plain(embed?.description ?? discord.content)).toContain(text);
  const slack = onSlack({ words }, 0).blocks.map((block) => (block.type === 'section' ? (block.text?.text ?? '') : ''));
  expect(plain(slack.join('\n'))).toContain(text);
});
