import { deed, say } from './deeds.ts';
import { byId } from './dom.ts';

/** The alert that "Resolve it" resolves. */
let last: string | null = null;

async function send(action: 'trigger' | 'resolve'): Promise<void> {
  const button = byId(action === 'trigger' ? 'alert-send' : 'alert-resolve', HTMLButtonElement);
  const resolve = byId('alert-resolve', HTMLButtonElement);
  const said = byId('alert-said', HTMLElement);
  if (button.classList.contains('pending')) return;
  if (action === 'trigger') last = `sandbox-${Date.now()}`;
  button.classList.add('pending');
  say(said, { ok: true, words: 'Sending…' });
  const outcome = await deed('alert', {
    action,
    summary: byId('alert-summary', HTMLInputElement).value,
    severity: byId('alert-severity', HTMLSelectElement).value,
    dedupKey: last ?? 'sandbox',
  });
  button.classList.remove('pending');
  say(said, outcome);
  said.classList.toggle('good', outcome.ok);
  if (!outcome.ok) return;
  if (action === 'resolve') byId('alert-send', HTMLButtonElement).focus();
  resolve.hidden = action === 'resolve';
}

export function startAlertForm(): void {
  const dialog = byId('alert', HTMLDialogElement);
  byId('alert-open', HTMLButtonElement).addEventListener('click', () => {
    byId('alert-said', HTMLElement).textContent = '';
    dialog.showModal();
    byId('alert-summary', HTMLInputElement).select();
  });
  byId('alert-close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  byId('alert-resolve', HTMLButtonElement).addEventListener('click', () => void send('resolve'));
  byId('alert-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void send('trigger');
  });
}
