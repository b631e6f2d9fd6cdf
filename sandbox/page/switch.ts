import { byId } from './dom.ts';

const platforms = ['slack', 'discord'] as const;

/** Where there is no room for both halves, one of them is shown. */
export function startSwitch(): void {
  const show = (chosen: (typeof platforms)[number]): void => {
    document.body.dataset.platform = chosen;
    for (const each of platforms) {
      byId(`show-${each}`, HTMLButtonElement).setAttribute('aria-pressed', String(each === chosen));
    }
  };
  for (const each of platforms) byId(`show-${each}`, HTMLButtonElement).addEventListener('click', () => show(each));
  show('slack');
}
