import { deed, say } from './deeds.ts';
import { byId, el } from './dom.ts';
import { state } from './state.ts';

/** Draws the calls, newest first, when they can be seen. */
export function drawCalls(): void {
  byId('log-count', HTMLElement).textContent =
    state.calls.length === 0 ? 'no calls yet' : `${state.calls.length} calls`;
  if (!byId('log', HTMLDetailsElement).open) return;
  const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
  byId('calls', HTMLOListElement).replaceChildren(
    ...state.calls
      .toReversed()
      .map((call) =>
        el(
          'li',
          {},
          el(
            'details',
            { class: call.error === null ? 'call' : 'call bad' },
            el(
              'summary',
              {},
              el('time', {}, clock.format(new Date(call.at))),
              el('code', {}, call.method),
              el('span', { class: 'verdict' }, call.error ?? 'ok'),
            ),
            el('pre', {}, JSON.stringify(call.args, null, 2)),
          ),
        ),
      ),
  );
}

export function startCallLog(): void {
  byId('log', HTMLDetailsElement).addEventListener('toggle', drawCalls);
  const what = byId('trouble-what', HTMLSelectElement);
  const method = byId('trouble-method', HTMLSelectElement);
  what.addEventListener('change', () => {
    method.disabled = what.value === 'refresh' || what.value === 'drop';
  });
  byId('trouble', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void deed('trouble', { what: what.value, method: method.value }).then((outcome) =>
      say(byId('trouble-said', HTMLElement), outcome),
    );
  });
}
