import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Rendered, render } from '../../adapters/discord/render.ts';
import type { Button, Card, Line, Message, Span } from '../../src/chat/card.ts';

const now = Date.UTC(2026, 0, 5, 2, 30);
const at = Date.UTC(2026, 0, 5, 2, 14);
const ada = '100000000000000001';

/** Published sizes, told again here so that a limit that slips in the adapter is noticed. */
const button = z.strictObject({
  type: z.literal(2),
  style: z.number().int().min(1).max(4),
  label: z.string().min(1).max(80),
  custom_id: z.string().min(1).max(100),
});
const published = z.strictObject({
  content: z.string().min(1).max(2000),
  embeds: z.array(z.strictObject({ description: z.string().min(1).max(4096), color: z.number().optional() })).max(1),
  components: z.array(z.strictObject({ type: z.literal(1), components: z.array(button).min(1).max(5) })).max(5),
  allowed_mentions: z.strictObject({ parse: z.tuple([]), users: z.array(z.string().regex(/^\d+$/)).max(100) }),
});

/** Everything in which Discord looks for its marks. */
function markup(rendered: Rendered): string[] {
  const { content, embeds } = published.parse(rendered);
  return [content, ...embeds.map(({ description }) => description)];
}

/** A message of one line. */
function shown(...line: Span[]): string {
  return render({ words: { lines: [line] } }, now).content;
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

test('a card is an embed of head, small text and lines under what a lock screen shows, and one row of buttons', () => {
  const above: Line = ['You are paged for ', { bold: 'Web shop' }];
  expect(render({ card: card({ above }) }, now)).toEqual({
    content: '#142 Web shop: CPU on web-3 above 95 %',
    embeds: [
      {
        color: 0xd83a42,
        description: [
          'You are paged for **Web shop**',
          '🔴 **#142**  **CPU on web-3 above 95 %**',
          '-# critical · Web shop',
          `Since <t:${at / 1000}:t>`,
          '**Ada** paged by DM ✓',
          '3 alerts',
        ].join('\n'),
      },
    ],
    components: [
      {
        type: 1,
        components: [
          { type: 2, style: 1, custom_id: 'rv1:acknowledge:inc_1', label: 'Acknowledge' },
          { type: 2, style: 2, custom_id: 'rv1:resolve:inc_1', label: 'Resolve' },
        ],
      },
    ],
    allowed_mentions: { parse: [], users: [] },
  });
});

test.each([
  ['triggered', 0xd83a42],
  ['acknowledged', 0xe8912d],
  ['snoozed', 0x8b95a5],
  ['resolved', 0x2e9e5b],
] as const)('the strip of a card that is %s has its colour, whatever its text begins with', (condition, color) => {
  expect(render({ card: card({ condition, head: ['🟣 #142'] }) }, now).embeds).toMatchObject([{ color }]);
});

test('a card without buttons has no row for them, and says so, because an edit keeps what is not said', () => {
  expect(render({ card: card({ buttons: [] }) }, now)).toMatchObject({ components: [] });
});

describe('spans', () => {
  const yesterday = Date.UTC(2026, 0, 4, 23, 59);
  const soon = at + 3_600_000;
  test.each<[name: string, line: Span[], text: string]>([
    ['a mention', [{ mention: ada, name: 'Ada' }, ' is paged'], `<@${ada}> is paged`],
    ['a mention of no person is text', [{ mention: '&7', name: 'Ada' }], '@&7'],
    ['a mention with more in it is text', [{ mention: `${ada}> @everyone`, name: 'x' }], `@${ada}> \\@everyone`],
    ['a link', [{ link: 'https://example.com/a?b=1', label: 'Runbook' }], '[Runbook](https://example.com/a?b=1)'],
    ['a link that closes early', [{ link: 'https://e.com/a)b', label: ']x' }], '[\\]x](https://e.com/a%29b)'],
    ['a link without a label', [{ link: 'https://e.com/', label: '' }], '<https://e.com/>'],
    [
      'a link that poses as another',
      [{ link: 'https://e.com/', label: 'https://bank' }],
      'https\\://bank <https://e.com/>',
    ],
    ['a link of another kind is text', [{ link: 'javascript:x()', label: 'Go' }], 'Go (javascript:x())'],
    ['a time of today', [{ time: at }], `<t:${at / 1000}:t>`],
    ['a time of another day', [{ time: yesterday }], `<t:${yesterday / 1000}:f>`],
    ['a time to come counts down', [{ time: soon }], `<t:${soon / 1000}:t> (<t:${soon / 1000}:R>)`],
    ['code', ['say ', { code: '/incident ack 142 `now`' }], 'say `/incident ack 142 ˋnowˋ`'],
    ['bold with spaces around', [{ bold: ' x ' }, 'y'], ' **x** y'],
    ['bold beside bold', [{ bold: 'a' }, { bold: 'b' }], '**a**\u200b**b**'],
    ['bold of nothing', ['a', { bold: '' }, 'b'], 'ab'],
  ])('%s', (_name, line, text) => {
    expect(shown(...line)).toBe(text);
  });
});

describe('data is data', () => {
  test.each<[data: string, text: string]>([
    ['@everyone and @here', '\\@everyone and \\@here'],
    ['ops@example.com', 'ops@example.com'],
    [`<@${ada}> <@&7> <#8>`, `\\<@${ada}> \\<@&7> \\<#8>`],
    ['<t:1:R>', '\\<t:1:R>'],
    ['<:x:1>', '\\<\\:x:1>'],
    ['*x* **y**', '\\*x\\* \\*\\*y\\*\\*'],
    ['my_metric_name', 'my\\_metric\\_name'],
    ['~~gone~~ ||secret|| `code`', '\\~\\~gone\\~\\~ \\|\\|secret\\|\\| \\`code\\`'],
    ['C:\\logs\\', 'C:\\\\logs\\\\'],
    ['[x](https://e.com)', '\\[x\\](https\\://e.com)'],
    ['https://e.com discord.gg/abc', 'https\\://e.com discord\\.gg/abc'],
    [':fire: at 10:30:45', '\\:fire: at 10:30:45'],
    ['# big', '\\# big'],
    ['#142 is no heading', '#142 is no heading'],
    ['-# small', '\\-# small'],
    ['- point', '\\- point'],
    ['> quoted', '\\> quoted'],
    ['1. first', '1\\. first'],
    ['1.', '1\\.'],
    ['#', '\\#'],
    ['one\ntwo\r\nthree', 'one two three'],
    ['a\tb\u0007c', 'a bc'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['half \ud83d emoji', 'half \ufffd emoji'],
  ])('%j', (data, text) => {
    expect(shown(data)).toBe(text);
  });

  test('nobody is mentioned but whom we mean', () => {
    const line: Line = ['@everyone <@200000000000000002> ', { mention: ada, name: 'Ada' }];
    expect(render({ words: { lines: [line] } }, now).allowed_mentions).toEqual({ parse: [], users: [ada] });
  });
});

describe('sizes', () => {
  const long = 'x'.repeat(20_000);
  test('20,000 characters are cut with …', () => {
    const texts = markup(render({ card: card({ lock: long, head: [{ bold: long }], aside: '', lines: [] }) }, now));
    expect(texts.map((text) => text.length)).toEqual([2000, 4096]);
    for (const text of texts) expect(text).toMatch(/…(\*\*)?$/);
  });

  test('lines that do not fit are left out whole, and … says so', () => {
    const lines = Array.from({ length: 80 }, (_, index) => [`${index} ${'y'.repeat(200)}`]);
    const [, text = ''] = markup(render({ card: card({ lines }) }, now));
    expect(text).toMatch(/ y{200}\n…$/);
  });

  test('a head that fills the embed leaves room for the … of what stands under it', () => {
    const [, text = ''] = markup(render({ card: card({ head: ['x'.repeat(5000)] }) }, now));
    expect(text).toMatch(/^x{4093}…\n…$/);
  });

  test('words that are too long for a message stand in an embed, and whoever is mentioned is mentioned outside of it', () => {
    const lines: Line[] = [[{ mention: ada, name: 'Ada' }, ` ${'y'.repeat(1500)}`], ['z'.repeat(1500)]];
    const { content, embeds } = render({ words: { lock: '#7 Ada is paged', lines } }, now);
    expect(content).toBe(`#7 Ada is paged <@${ada}>`);
    expect(embeds[0]?.description).toMatch(/^<@\d+> y+\nz+$/);
  });

  test.each([
    ['1. 1. CPU', '1\\. 1. CPU'],
    ['1.', '1\\.'],
    ['##', '\\##'],
  ])('%j above an embed begins nothing, whoever is named behind it', (lock, text) => {
    const lines: Line[] = [[{ mention: ada, name: 'Ada' }], ['z'.repeat(3000)]];
    expect(render({ words: { lock, lines } }, now).content).toBe(`${text} <@${ada}>`);
  });

  test.each(['1. ', '- 1. ', '# # '])('%j begins nothing where an escape has no room', (opening) => {
    const { content } = render({ card: card({ lock: `${opening}${'x'.repeat(2000)}` }) }, now);
    expect(content.length).toBeLessThanOrEqual(2000);
    expect(content).not.toMatch(/^\s*(?:#{1,3} |- |\d+\. )/);
  });

  test('no escape is halved', () => {
    for (let before = 4085; before <= 4096; before += 1) {
      const [, text = ''] = markup(
        render({ card: card({ head: [`${'x'.repeat(before)}****`], aside: '', lines: [] }) }, now),
      );
      expect(text).toMatch(/^x+(?:\\\*)*…?$/);
    }
  });

  test('labels are cut, tokens are not, no token comes twice, and buttons stand in rows of five', () => {
    const token = `rv1:${'t'.repeat(96)}`;
    const buttons: Button[] = [
      { label: 'a'.repeat(100), token },
      { label: 'again', token },
      { label: '', token: 'rv1:b' },
      { label: 'too long', token: 't'.repeat(101) },
      ...Array.from({ length: 30 }, (_, index) => ({ label: 'more', token: `rv1:${index}` })),
    ];
    const { components } = published.parse(render({ card: card({ buttons }) }, now));
    expect(components.map((row) => row.components.length)).toEqual([5, 5, 5, 5, 5]);
    expect(components[0]?.components[0]).toMatchObject({ custom_id: token });
  });

  test('nothing at all is still a message', () => {
    expect(shown('')).toBe('…');
    published.parse(render({ card: card({ lock: '', head: [], aside: '', lines: [[]], buttons: [] }) }, now));
  });
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '@everyone',
        '@here',
        `<@${ada}>`,
        '<#1>',
        '<',
        '>',
        '[x](https://e.com)',
        '[',
        ']',
        '(',
        '\\',
        '|',
        '*',
        '_',
        '~',
        '`',
        '\n',
        ':x:',
        '🔴',
        ' ',
        '# ',
        '-',
        '1. ',
        'https://e.com',
        '://',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
  fc.nat({ max: 6000 }).map((length) => '<*`🔴'.repeat(length / 4)),
);
const anySpan: fc.Arbitrary<Span> = fc.oneof(
  hostile,
  hostile.map((bold) => ({ bold })),
  fc.record({
    link: fc.oneof(
      hostile,
      hostile.map((rest) => `https://e.com/${rest}`),
      fc.webUrl(),
    ),
    label: hostile,
  }),
  fc.integer({ min: 0, max: 4_102_444_800_000 }).map((time) => ({ time })),
  fc.oneof(hostile, fc.constant(ada)).map((mention) => ({ mention, name: mention })),
);
const anyLine = fc.array(anySpan, { maxLength: 6 });
const anyCondition = fc.constantFrom(...(['triggered', 'acknowledged', 'snoozed', 'resolved'] as const));
const anyCard: fc.Arbitrary<Card> = fc.record({
  condition: anyCondition,
  lock: hostile,
  head: anyLine,
  aside: hostile,
  lines: fc.array(anyLine, { maxLength: 12 }),
  buttons: fc.array(fc.record({ label: hostile, token: fc.string({ maxLength: 100 }) }), { maxLength: 30 }),
});
const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  anyCard.map((made) => ({ card: made })),
  fc.record({ lines: fc.array(anyLine, { maxLength: 20 }) }).map((words) => ({ words })),
);

/** What we write on purpose; whatever is left must hold no mark that works. */
const ours = /(?<!\\)(?:\\\\)*(?:<t:\d+:[tfR]>|<@\d{15,20}>|\]\(https?:\/\/[^\s()<>]+\)|<https?:\/\/[^\s<>]+>)/g;

test('whatever is shown, every size holds and no data mentions, links or formats', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      for (const text of markup(render(message, now))) {
        const rest = text.replace(ours, '').replace(/\\[^\p{L}\p{N}\s]/gu, '·');
        expect(rest).not.toMatch(/<|@everyone|@here|:\/\/|[_~|`\]]/i);
        // Bold is ours: always in pairs, on one line.
        for (const line of rest.split('\n')) expect((line.match(/\*\*/g) ?? []).length % 2).toBe(0);
        expect(rest.replaceAll('**', '')).not.toContain('*');
        expect(text).not.toMatch(/\p{Surrogate}/u);
        expect(text).not.toMatch(/^\s*(?:#{1,3} |- |> |\d+\. )/m);
      }
    }),
    { numRuns: 300 },
  );
});
