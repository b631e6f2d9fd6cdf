import { deed, say } from './deeds.ts';
import { byId, el } from './dom.ts';
import type { Fault, Platform } from './model.ts';
import { state } from './state.ts';

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** What a deed is called, as it breaks or mends one platform or the other. */
export function deedOn(platform: Platform, name: string): string {
  return platform === 'slack' ? name : `discord/${name}`;
}

async function mend({ platform, id }: Fault): Promise<void> {
  say(byId('fault-said', HTMLElement), await deed(deedOn(platform, 'mend'), { id }));
}

/** Mends both; what was wrong with neither needs no words. */
async function mendAll(): Promise<void> {
  const broken = (['slack', 'discord'] as const).filter((each) => state.faults.some((it) => it.platform === each));
  for (const platform of broken) say(byId('fault-said', HTMLElement), await deed(deedOn(platform, 'mend'), {}));
}

export const platformNames: Readonly<Record<Platform, string>> = { slack: 'Slack', discord: 'Discord' };

function lastingWords({ left, until }: Fault): string {
  if (left !== null) return left === 1 ? 'once more' : `${left} times more`;
  return until === null ? 'until you stop it' : `until ${clock.format(new Date(until))}`;
}

function hitWords(hits: number): string {
  return hits === 0 ? 'nothing hit yet' : `${hits} hit`;
}

function drawFault(fault: Fault): HTMLLIElement {
  const stop = el(
    'button',
    {
      type: 'button',
      class: 'button',
      'aria-label': `Stop: ${fault.title}, ${fault.where}`,
      data: { fault: `${fault.platform} ${fault.id}` },
    },
    'Stop',
  );
  stop.addEventListener('click', () => {
    byId('faults-title', HTMLElement).focus();
    void mend(fault);
  });
  const words = el(
    'div',
    {},
    el('strong', {}, fault.title),
    el('p', { class: 'quiet' }, `${platformNames[fault.platform]}: ${fault.where}`),
    el('p', { class: 'quiet' }, `${lastingWords(fault)} · ${hitWords(fault.hits)}`),
  );
  return el('li', {}, words, stop);
}

/** What is wrong now: in the panel, and as a number that can be seen while the panel is closed. */
export function drawFaults(): void {
  const { faults } = state;
  const place = byId('faults-on', HTMLElement);
  const held = document.activeElement;
  const id = held instanceof HTMLElement && place.contains(held) ? held.dataset.fault : undefined;
  place.replaceChildren(...faults.map(drawFault));
  [...place.querySelectorAll('button')].find((each) => each.dataset.fault === id)?.focus();
  byId('faults-none', HTMLElement).hidden = faults.length > 0;
  byId('faults-mend', HTMLElement).hidden = faults.length === 0;
  byId('fault-count', HTMLElement).textContent =
    faults.length === 0 ? '' : faults.length === 1 ? 'Broken: 1 thing' : `Broken: ${faults.length} things`;
}

export function startFaultList(): void {
  byId('faults-mend', HTMLButtonElement).addEventListener('click', () => {
    byId('faults-title', HTMLElement).focus();
    void mendAll();
  });
}
