import { byId, el } from './dom.ts';
import type { Call } from './model.ts';
import { callsKept, state } from './state.ts';

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

function drawCall(call: Call): HTMLLIElement {
  const line = el(
    'summary',
    { class: 'call-line' },
    el('time', {}, clock.format(new Date(call.at))),
    el('span', { class: 'platform' }, call.platform === 'slack' ? 'Slack' : 'Discord'),
    el('code', {}, call.method),
    el('span', { class: 'verdict' }, call.error ?? 'ok'),
    ...(call.fault === null ? [] : [el('span', { class: 'cause' }, call.fault.replaceAll('-', ' '))]),
  );
  const args = el('pre', {}, JSON.stringify(call.args, null, 2));
  return el('li', {}, el('details', { class: call.error === null ? 'call' : 'call bad' }, line, args));
}

function drawCount(): void {
  const { length } = state.calls;
  byId('log-count', HTMLElement).textContent =
    length === 0 ? 'no calls yet' : length === 1 ? '1 call' : `${length} calls`;
}

/** Draws all calls, newest first, while they can be seen: closed, the log holds no words that a search would find. */
export function drawCalls(): void {
  drawCount();
  if (!byId('log', HTMLDetailsElement).open) return;
  byId('calls', HTMLOListElement).replaceChildren(...state.calls.toReversed().map(drawCall));
}

/** Puts a new call on top; what somebody opened below it stays open. */
export function addCall(call: Call): void {
  drawCount();
  if (!byId('log', HTMLDetailsElement).open) return;
  const place = byId('calls', HTMLOListElement);
  place.prepend(drawCall(call));
  if (place.children.length > callsKept) place.lastElementChild?.remove();
}

export function startCallLog(): void {
  const log = byId('log', HTMLDetailsElement);
  log.addEventListener('toggle', () => {
    if (log.open) drawCalls();
    else byId('calls', HTMLOListElement).replaceChildren();
  });
}
