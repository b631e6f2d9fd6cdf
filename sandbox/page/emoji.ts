import { el } from './dom.ts';

/**
 * The signs that cards begin with. Slack draws emoji as pictures of its own; so does this page, for a machine without an
 * emoji font would show a box where the most important sign stands. The sign itself stays in the text.
 */
const drawn: ReadonlyMap<string, string> = new Map([
  ['🔴', 'red'],
  ['🟠', 'orange'],
  ['🟡', 'yellow'],
  ['🟢', 'green'],
  ['🔵', 'blue'],
  ['⚪', 'white'],
  ['😴', 'asleep'],
  ['🔕', 'quiet'],
  ['🔧', 'wrench'],
  ['📝', 'note'],
  ['📟', 'pager'],
  ['✅', 'done'],
  ['⚠️', 'careful'],
  ['⚠', 'careful'],
]);

const sign = new RegExp(`(${[...drawn.keys()].join('|')})`, 'u');

/** Plain words as nodes, with the known signs drawn. */
export function withEmoji(text: string): Node[] {
  return text
    .split(sign)
    .filter((each) => each !== '')
    .map((each) => {
      const name = drawn.get(each);
      return name === undefined
        ? document.createTextNode(each)
        : el('span', { class: 'emoji', data: { emoji: name } }, each);
    });
}
