import type { Block, Button } from './blocks.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Five letters or digits, as Slack makes them up for a block or an action without an id. */
export function madeUp(): string {
  return Array.from({ length: 5 }, () => letters[Math.floor(Math.random() * letters.length)]).join('');
}

function named(button: Button): Button {
  return { ...button, action_id: button.action_id ?? madeUp() };
}

/** The blocks as Slack keeps them: each block has a `block_id`, each button an `action_id`. */
export function withIds(blocks: readonly Block[]): Block[] {
  return blocks.map((block): Block => {
    const block_id = block.block_id ?? madeUp();
    if (block.type === 'actions') return { ...block, block_id, elements: block.elements.map(named) };
    if (block.type === 'section' && block.accessory) return { ...block, block_id, accessory: named(block.accessory) };
    return { ...block, block_id };
  });
}

/** Every button of a message beside the block that it stands in. */
export function buttonsOf(blocks: readonly Block[]): { block: Block; button: Button }[] {
  return blocks.flatMap((block) => {
    const accessory = block.type === 'section' && block.accessory ? [block.accessory] : [];
    const buttons = block.type === 'actions' ? block.elements : accessory;
    return buttons.map((button) => ({ block, button }));
  });
}
