import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Button, Card, Span } from '../../src/chat/card.ts';
import { type FormName, formNames } from '../../src/chat/form.ts';
import type { ChatPort } from '../../src/chat/port.ts';
import { buttonVerbs, parseToken } from '../../src/chat/token.ts';
import type { Condition } from '../../src/incident/transitions.ts';
import { packageRoot } from '../../src/lib/package-root.ts';
import {
  buttonCells,
  cardCells,
  code,
  commandRows,
  formCells,
  type Row,
  spanCells,
} from '../support/platform-words.ts';
import { makeWorld, start, type World } from '../support/world.ts';

/*
 * docs/platforms.md says point by point how everything looks in Slack and in Discord. What it says stands here once more as
 * the two adapters draw it, so that a command, a button or a form that is added or changed turns this red until the page
 * says so too.
 */
const page = readFileSync(join(packageRoot, 'docs', 'platforms.md'), 'utf8');

/** The rows of the table under a heading; cells without the space around them, `\|` as the bar that it stands for. */
function table(heading: string): readonly Row[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .replace(/^\||\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}

let world: World;
const cards = new Map<Condition, Card>();
let more: readonly Button[] = [];
beforeAll(async () => {
  world = await makeWorld({ platforms: ['slack'] });
  const keep = (condition: Condition) => cards.set(condition, world.chat.card('C0OPS'));
  await world.alert();
  keep('triggered');
  const { token, message } = world.chat.button('C0OPS', 'More');
  const speaker = world.speaker('U0ADA');
  more = (await world.app.chat.press({ speaker, token, message, channel: 'C0OPS' }))?.buttons ?? [];
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  keep('acknowledged');
  await world.say('U0ADA', '/incident snooze 1 2h');
  keep('snoozed');
  await world.press('U0ADA', 'C0OPS', 'Resolve');
  keep('resolved');
});
afterAll(() => world.close());

test('every word of every command has its row, as it is typed in Slack and as Discord is told of it', () => {
  expect(table('Commands')).toEqual(commandRows());
});

test('every button has its row, as both draw it, with where it stands', () => {
  const shown = [
    ...[...cards].map(([where, card]) => ({ where, buttons: card.buttons })),
    { where: 'More', buttons: more },
  ];
  const rows = buttonVerbs.map((verb): Row => {
    const here = shown.map(({ where, buttons }) => ({
      where,
      buttons: buttons.filter(({ token }) => parseToken(token)?.verb === verb),
    }));
    const places = here.filter(({ buttons }) => buttons.length > 0);
    return [code(verb), ...buttonCells(places[0]?.buttons ?? [], start), places.map(({ where }) => where).join(', ')];
  });
  expect(table('Buttons')).toEqual(rows);
});

test('the card of each state has its row, with what it is made of', () => {
  expect(table('Cards')).toEqual([...cards].map(([condition, card]) => [condition, ...cardCells(card, start)]));
});

test('every form has its row: title, fields, and what sends it', async () => {
  const rows: Row[] = [];
  const asked = { trigger: '/incident trigger', note: '/incident note 1', snooze: '/incident snooze 1' };
  for (const name of formNames) {
    const form = await world.form('U0ADA', { type: (asked satisfies Record<FormName, string>)[name] });
    if (typeof form === 'string') throw new Error(form);
    rows.push([code(name), ...formCells(form)]);
  }
  expect(table('Forms')).toEqual(rows);
});

type Named<Each> = Each extends object ? Exclude<keyof Each, 'label' | 'name'> : 'text';

test('every piece of text has its row, as it is sent', () => {
  const at = start + 600_000;
  const [slack, discord] = ['U0ADA', '100000000000000001'];
  const pieces: Readonly<Record<Named<Span>, Span>> = {
    text: 'a_b *c* <@U0ADA> @everyone',
    bold: { bold: 'Web shop' },
    code: { code: '/incident help' },
    link: { link: 'https://example.com/runbook', label: 'Runbook' },
    time: { time: at },
    mention: { mention: slack, name: 'Ada' },
  };
  const rows = Object.entries(pieces).map(([name, span]): Row => {
    const there: Span = name === 'mention' ? { mention: discord, name: 'Ada' } : span;
    return [name, ...spanCells(span, there, start)];
  });
  expect(table('Pieces of text')).toEqual(rows);
});

test('everything that a platform can do has its row, and nothing else has', () => {
  type Deeds = Exclude<keyof ChatPort, 'platform' | 'workspace' | 'scopes' | 'trouble'>;
  const deeds = {
    post: 'post',
    edit: 'edit',
    openDm: 'direct message',
    quietUntil: 'Do Not Disturb',
    lookUp: 'e-mail address',
    membersOf: 'group',
  };
  const named: readonly string[] = Object.values(deeds satisfies Record<Deeds, string>);
  const more = ['thread', 'forum', 'whisper', 'presses', 'lock screen', 'same post twice', 'too fast', 'workspaces'];
  expect(table('Everything else').map(([what]) => what)).toEqual([...named, ...more]);
  for (const row of table('Everything else')) expect(row.filter((cell) => cell !== '')).toHaveLength(3);
});
