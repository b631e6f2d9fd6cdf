import { el } from './dom.ts';
import { withEmoji } from './emoji.ts';
import { mrkdwn } from './mrkdwn.ts';
import { type Fields, fields, list, text } from './read.ts';

/** What a press on a button of a message needs to know. */
export interface Pressable {
  readonly element: HTMLButtonElement;
  readonly actionId: string;
  readonly blockId: string;
  readonly url: string;
  readonly confirm: Fields | null;
}

type OnPress = (pressed: Pressable) => void;

function words(value: unknown): Node[] {
  const it = fields(value);
  return it.type === 'mrkdwn' ? mrkdwn(text(it.text)) : withEmoji(text(it.text));
}

function button(value: unknown, blockId: string, onPress: OnPress): HTMLButtonElement {
  const it = fields(value);
  const style = it.style === 'primary' || it.style === 'danger' ? ` ${it.style}` : '';
  const label = text(it.accessibility_label);
  const actionId = text(it.action_id);
  const element = el(
    'button',
    {
      type: 'button',
      class: `button${style}`,
      data: { action: actionId, block: blockId },
      ...(label !== '' && { 'aria-label': label }),
    },
    ...words(it.text),
  );
  const confirm = typeof it.confirm === 'object' && it.confirm !== null ? fields(it.confirm) : null;
  element.addEventListener('click', () => onPress({ element, actionId, blockId, url: text(it.url), confirm }));
  return element;
}

function drawBlock(block: Fields, onPress: OnPress): HTMLElement {
  const blockId = text(block.block_id);
  switch (block.type) {
    case 'header':
      return el('h3', { class: 'block-header' }, ...words(block.text));
    case 'divider':
      return el('hr');
    case 'context':
      return el(
        'div',
        { class: 'block-context' },
        ...list(block.elements).map((each) => el('span', {}, ...words(each))),
      );
    case 'actions':
      return el(
        'div',
        { class: 'block-actions' },
        ...list(block.elements).map((each) => button(each, blockId, onPress)),
      );
    case 'section': {
      const all = list(block.fields).map((each) => el('div', {}, ...words(each)));
      const said = el('div', { class: 'block-words' });
      if (block.text !== undefined) said.append(el('div', {}, ...words(block.text)));
      if (all.length > 0) said.append(el('div', { class: 'block-fields' }, ...all));
      const section = el('div', { class: 'block-section' }, said);
      if (block.accessory !== undefined) section.append(button(block.accessory, blockId, onPress));
      return section;
    }
    default:
      return el('p', { class: 'quiet' }, `(a ${text(block.type)} block, which this page does not draw)`);
  }
}

/** Block Kit as people see it. */
export function drawBlocks(blocks: readonly Fields[], onPress: OnPress): HTMLElement[] {
  return blocks.map((block) => drawBlock(block, onPress));
}
