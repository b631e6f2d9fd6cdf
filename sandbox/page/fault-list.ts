import { deed, say } from './deeds.ts';
import { byId, el } from './dom.ts';
import type { Fault } from './model.ts';
import { state } from './state.ts';

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

async function mend(body: Readonly<Record<string, string>>): Promise<void> {
  say(byId('fault-said', HTMLElement), await deed('mend', body));
}

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
      data: { fault: fault.id },
    },
    'Stop',
  );
  stop.addEventListener('click', () => {
    byId('faults-title', HTMLElement).focus();
    void mend({ id: fault.id });
  });
  const words = el(
    'div',
    {},
    el('strong', {}, fault.title),
    el('p', { class: 'quiet' }, fault.where),
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
    void mend({});
  });
}
