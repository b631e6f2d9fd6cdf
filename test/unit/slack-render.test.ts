import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Rendered, render } from '../../adapters/slack/render.ts';
import type { Button, Card, Line, Message, Span } from '../../src/chat/card.ts';

const now = Date.UTC(2026, 0, 5, 2, 30);
const at = Date.UTC(2026, 0, 5, 2, 14);

/** Published sizes, told again here so that a limit that slips in the adapter is noticed. */
const mrkdwn = z.strictObject({
  type: z.literal('mrkdwn'),
  text: z.string().min(1).max(3000),
  verbatim: z.literal(true),
});
const button = z.strictObject({
  type: z.literal('button'),
  action_id: z.string().min(1).max(255),
  value: z.string().max(2000),
  text: z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(75) }),
  style: z.enum(['primary', 'danger']).optional(),
});
const published = z.strictObject({
  text: z.string().min(1).max(4000),
  blocks: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('section'), text: mrkdwn }),
        z.strictObject({ type: z.literal('context'), elements: z.array(mrkdwn).min(1).max(10) }),
        z.strictObject({ type: z.literal('actions'), elements: z.array(button).min(1).max(25) }),
      ]),
    )
    .max(50),
});

/** Everything in which Slack looks for its control characters. */
function markup({ text, blocks }: Rendered): string[] {
  const parsed = published.parse({ text, blocks });
  const inBlocks = parsed.blocks.flatMap((block) => {
    if (block.type === 'section') return [block.text.text];
    return block.type === 'context' ? block.elements.map((element) => element.text) : [];
  });
  return [parsed.text, ...inBlocks];
}

/** The first section of a message of one line. */
function shown(...line: Span[]): string {
  return markup(render({ words: { lines: [line] } }, now))[1] ?? '';
}

function card(over: Partial<Card> = {}): Card {
  return {
    condition: 'triggered',
    lock: '#142 Web shop: CPU on web-3 above 95 %',
    head: ['🔴 ', { bold: '#142' }, '  ', { bold: 'CPU on web-3 above 95 %' }],
    aside: 'critical · Web shop',
    lines: [['Since ', { time: at }], [{ bold: 'Ada' }, ' paged by DM ✓'], ['3 alerts']],
    buttons: [
      { label: 'Acknowledge', token: 'rv1:acknowledge:inc_1', style: 'primary' },
      { label: 'Resolve', token: 'rv1:resolve:inc_1' },
    ],
    ...over,
  };
}

test('a card is a head, small text, lines and one row of buttons, in this order', () => {
  const rendered = render({ card: card({ above: ['You are paged for ', { bold: 'Web shop' }] }) }, now);
  expect(rendered).toEqual({
    text: '#142 Web shop: CPU on web-3 above 95 %',
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', verbatim: true, text: 'You are paged for *Web shop*' } },
      { type: 'section', text: { type: 'mrkdwn', verbatim: true, text: '🔴 *#142*  *CPU on web-3 above 95 %*' } },
      { type: 'context', elements: [{ type: 'mrkdwn', verbatim: true, text: 'critical · Web shop' }] },
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          verbatim: true,
          text: `Since <!date^${at / 1000}^{time}|02:14 UTC>\n*Ada* paged by DM ✓\n3 alerts`,
        },
      },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'rv1:acknowledge:inc_1',
            value: 'rv1:acknowledge:inc_1',
            text: { type: 'plain_text', text: 'Acknowledge' },
            style: 'primary',
          },
          {
            type: 'button',
            action_id: 'rv1:resolve:inc_1',
            value: 'rv1:resolve:inc_1',
            text: { type: 'plain_text', text: 'Resolve' },
          },
        ],
      },
    ],
  });
});

test('a resolved card without buttons has no row for them', () => {
  const { blocks } = render({ card: card({ buttons: [] }) }, now);
  expect(blocks.map((block) => block.type)).toEqual(['section', 'context', 'section']);
});

describe('spans', () => {
  const yesterday = Date.UTC(2026, 0, 4, 23, 59);
  test.each<[name: string, line: Span[], text: string]>([
    ['a mention', [{ mention: 'U0ADA', name: 'Ada' }, ' is paged'], '<@U0ADA> is paged'],
    ['a mention of no person is text', [{ mention: '!channel', name: 'Ada' }], '@!channel'],
    ['a mention with more in it is text', [{ mention: 'U0ADA> <!here', name: 'Ada' }], '@U0ADA&gt; &lt;!here'],
    [
      'a link',
      [{ link: 'https://example.com/a?b=1&c=2', label: 'Runbook' }],
      '<https://example.com/a?b=1&amp;c=2|Runbook>',
    ],
    ['a link with a bar', [{ link: 'https://example.com/a|b', label: 'a|b' }], '<https://example.com/a%7Cb|a¦b>'],
    ['a link that closes early', [{ link: 'https://e.com/>x', label: '>' }], '<https://e.com/%3Ex|&gt;>'],
    ['a link without a label', [{ link: 'https://e.com/', label: '' }], '<https://e.com/|https://e.com/>'],
    ['a link of another kind is text', [{ link: 'javascript:x()', label: 'Go' }], 'Go (javascript:x())'],
    ['a link that is none is text', [{ link: 'runbook 7', label: 'runbook 7' }], 'runbook 7'],
    ['a time of today', [{ time: at }], `<!date^${at / 1000}^{time}|02:14 UTC>`],
    [
      'a time of another day',
      [{ time: yesterday }],
      `<!date^${yesterday / 1000}^{date_short_pretty} {time}|2026-01-04 23:59 UTC>`,
    ],
    ['milliseconds are dropped', [{ time: at + 999 }], `<!date^${at / 1000}^{time}|02:14 UTC>`],
    ['code', ['say ', { code: '/incident ack 142 `now`' }], 'say `/incident ack 142 ˋnowˋ`'],
    ['bold with spaces around', [{ bold: ' x ' }, 'y'], ' *x* y'],
    ['bold that touches letters', ['a', { bold: 'b' }, 'c'], 'a\u200b*b*\u200bc'],
    ['bold of nothing', ['a', { bold: '' }, 'b'], 'ab'],
  ])('%s', (_name, line, text) => {
    expect(shown(...line)).toBe(text);
  });
});

describe('data is data', () => {
  test.each<[data: string, text: string]>([
    ['<!channel>', '&lt;!channel&gt;'],
    ['<@U1>', '&lt;@U1&gt;'],
    ['<!subteam^S1>', '&lt;!subteam^S1&gt;'],
    ['&lt;!here&gt;', '&amp;lt;!here&amp;gt;'],
    ['*x*', '∗x∗'],
    ['~gone~', '∼gone∼'],
    ['`code`', 'ˋcodeˋ'],
    ['_it_', 'ˍitˍ'],
    ['my_metric_name', 'my_metric_name'],
    ['__init__', 'ˍˍinitˍˍ'],
    [':fire: at 10:30:45', ':\u2060fire: at 10:30:45'],
    ['> quoted', '\u2060&gt; quoted'],
    ['one\ntwo\r\nthree', 'one two three'],
    ['a\tb\u0007c', 'a bc'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['half \ud83d emoji', 'half \ufffd emoji'],
  ])('%j', (data, text) => {
    expect(shown(data)).toBe(text);
  });

  test('in every place of a card', () => {
    const evil = '<!channel> <@U1> <#C1>';
    const line: Line = [evil, { bold: evil }, { code: evil }, { link: `https://e.com/${evil}`, label: evil }];
    const texts = markup(
      render({ card: card({ lock: evil, above: line, head: line, aside: evil, lines: [line] }) }, now),
    );
    for (const text of texts) expect(text).not.toMatch(/<[!@#]/);
  });

  test('a line of an alert cannot fake a line of ours', () => {
    expect(shown('CPU high\nAda has it')).toBe('CPU high Ada has it');
  });
});

describe('sizes', () => {
  const long = 'x'.repeat(20_000);
  test('20,000 characters are cut with …', () => {
    const rendered = render(
      { card: card({ lock: long, above: [long], head: [{ bold: long }], aside: long, lines: [[long]] }) },
      now,
    );
    const texts = markup(rendered);
    expect(texts.map((text) => text.length)).toEqual([4000, 3000, 3000, 3000, 3000]);
    for (const text of texts) expect(text).toMatch(/…\*?$/);
  });

  test.each([2998, 2999, 3000, 3001])('an emoji at the cut stays whole or goes (%i before it)', (before) => {
    const text = shown(`${'x'.repeat(before)}🔴🔴`);
    expect(text.length).toBeLessThanOrEqual(3000);
    expect(text).toMatch(/^x+(?:🔴)*…$/u);
  });

  test('no entity is halved', () => {
    for (let before = 2990; before <= 3000; before += 1) {
      const text = shown(`${'x'.repeat(before)}<<<<`);
      expect(text.length).toBeLessThanOrEqual(3000);
      expect(text).toMatch(/^x+(?:&lt;)*…$/);
    }
  });

  test('a link, a time or a mention that does not fit is left out whole', () => {
    const most = 'x'.repeat(2985);
    expect(shown(most, { time: at }, ' after')).toBe(`${most}…`);
    expect(shown(most, { link: 'https://example.com/runbook', label: 'Runbook' })).toBe(`${most}…`);
    expect(shown('x'.repeat(2998), { mention: 'U0ADA', name: 'Ada' })).toBe(`${'x'.repeat(2998)}…`);
  });

  test('more lines than fit in 50 blocks end in …, and the buttons stay', () => {
    const lines = Array.from({ length: 80 }, () => ['y'.repeat(2000)]);
    const { blocks } = render({ card: card({ lines }) }, now);
    expect(blocks).toHaveLength(50);
    expect(blocks.at(-1)?.type).toBe('actions');
    expect(blocks.at(-2)).toMatchObject({ text: { text: `${'y'.repeat(2000)}\n…` } });
    published.parse(render({ words: { lines } }, now));
  });

  test('short lines share a section', () => {
    const lines = Array.from({ length: 80 }, (_, index) => [`line ${index}`]);
    expect(render({ words: { lines } }, now).blocks).toHaveLength(1);
  });

  test('labels are cut, tokens are not, and no token comes twice', () => {
    const token = `rv1:${'t'.repeat(96)}`;
    const buttons: Button[] = [
      { label: 'a'.repeat(100), token },
      { label: 'again', token },
      { label: '', token: 'rv1:b' },
      { label: 'too long', token: 't'.repeat(256) },
      ...Array.from({ length: 30 }, (_, index) => ({ label: 'more', token: `rv1:${index}` })),
    ];
    const { blocks } = render({ card: card({ buttons }) }, now);
    const actions = blocks.find((block) => block.type === 'actions');
    expect(actions?.elements).toHaveLength(25);
    expect(actions?.elements[0]).toMatchObject({ action_id: token });
    published.parse(render({ card: card({ buttons }) }, now));
  });
});

describe('what a lock screen shows', () => {
  test.each<[name: string, message: Message, text: string]>([
    ['of a card', { card: card({ lock: 'a & b' }) }, 'a &amp; b'],
    ['of words, told', { words: { lock: 'Ada is paged', lines: [['x']] } }, 'Ada is paged'],
    [
      'of words, from their lines',
      { words: { lines: [['a ', { bold: 'b' }], [], ['c ', { time: at }]] } },
      'a b\nc 02:14',
    ],
    ['of nothing', { words: { lines: [] } }, '…'],
    [
      'of empty strings',
      { card: card({ lock: '', above: [''], head: [], aside: '', lines: [[], ['', { bold: ' ' }]] }) },
      '…',
    ],
  ])('%s', (_name, message, text) => {
    const rendered = render(message, now);
    expect(rendered.text).toBe(text);
    published.parse(rendered);
  });
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '<!channel>',
        '<@U1>',
        '<#C1|x>',
        '<',
        '>',
        '&',
        '&lt;',
        '!',
        '@',
        '|',
        '*',
        '_',
        '~',
        '`',
        '\n',
        ':x:',
        '🔴',
        ' ',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
  fc.nat({ max: 6000 }).map((length) => '<&*🔴'.repeat(length / 4)),
);
const anySpan: fc.Arbitrary<Span> = fc.oneof(
  hostile,
  hostile.map((bold) => ({ bold })),
  hostile.map((code) => ({ code })),
  fc.record({
    link: fc.oneof(
      hostile,
      hostile.map((rest) => `https://e.com/${rest}`),
      fc.webUrl(),
    ),
    label: hostile,
  }),
  fc.integer({ min: 0, max: 4_102_444_800_000 }).map((time) => ({ time })),
  fc.oneof(hostile, fc.constant('U0ADA')).map((mention) => ({ mention, name: mention })),
);
const anyLine = fc.array(anySpan, { maxLength: 6 });
const anyCondition = fc.constantFrom(...(['triggered', 'acknowledged', 'snoozed', 'resolved'] as const));
const anyCard: fc.Arbitrary<Card> = fc.record(
  {
    condition: anyCondition,
    lock: hostile,
    above: anyLine,
    head: anyLine,
    aside: hostile,
    lines: fc.array(anyLine, { maxLength: 12 }),
    buttons: fc.array(fc.record({ label: hostile, token: fc.string({ maxLength: 100 }) }), { maxLength: 30 }),
  },
  { requiredKeys: ['condition', 'lock', 'head', 'aside', 'lines', 'buttons'] },
);
const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  anyCard.map((made) => ({ card: made })),
  fc.record({ lines: fc.array(anyLine, { maxLength: 20 }) }).map((words) => ({ words })),
);

/** What we write on purpose; whatever is left must hold no control character. */
const ours = /<(?:!date\^\d+\^(?:\{date_short_pretty\} )?\{time\}\|[-0-9: ]+UTC|@U0ADA|https?:\/\/[^<>|]+\|[^<>]+)>/g;

test('whatever is shown, every size holds and no data mentions, links or breaks an entity', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      for (const text of markup(render(message, now))) {
        const rest = text.replace(ours, '');
        expect(rest).not.toMatch(/[<>]/);
        expect(rest).not.toMatch(/&(?!amp;|lt;|gt;)/);
        expect(text).not.toMatch(/\p{Surrogate}/u);
      }
    }),
    { numRuns: 300 },
  );
});
