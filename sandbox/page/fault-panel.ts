import { byId } from './dom.ts';
import { startFaultList } from './fault-list.ts';

function show(open: boolean): void {
  const opener = byId('faults-open', HTMLButtonElement);
  byId('faults', HTMLElement).hidden = !open;
  opener.setAttribute('aria-expanded', String(open));
  if (open) byId('fault-platform', HTMLSelectElement).focus();
  else opener.focus();
}

/** The panel stands beside the messages, so that one sees what breaks while it breaks. */
export function startFaultPanel(): void {
  const panel = byId('faults', HTMLElement);
  byId('faults-open', HTMLButtonElement).addEventListener('click', () => show(panel.hidden !== false));
  byId('faults-close', HTMLButtonElement).addEventListener('click', () => show(false));
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') show(false);
  });
  startFaultList();
}
