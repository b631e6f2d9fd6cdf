import { deed, say } from './deeds.ts';
import { byId, el } from './dom.ts';
import { channelName, state } from './state.ts';

/** Typical commands; a click puts one into the box. */
const hints: readonly { text: string; why: string }[] = [
  { text: '/incident trigger ', why: 'SERVICE SUMMARY: say that something is wrong; alone, a form' },
  { text: '/incident list', why: 'what is open' },
  { text: '/incident show ', why: 'one incident, by its number' },
  { text: '/incident ack ', why: 'I take it' },
  { text: '/incident resolve ', why: 'it is over' },
  { text: '/reveille help', why: 'everything else' },
];

const past: string[] = [];
let at = 0;

function drawHints(): void {
  const box = byId('box', HTMLInputElement);
  const list = byId('hints', HTMLElement);
  const typed = box.value;
  const fitting = typed.startsWith('/')
    ? hints.filter((each) => each.text.startsWith(typed) && each.text !== typed)
    : [];
  list.replaceChildren(
    ...fitting.map(({ text, why }) => {
      const button = el('button', { type: 'button' }, el('code', {}, text.trim()), ` ${why}`);
      button.addEventListener('click', () => {
        box.value = text;
        box.focus();
        drawHints();
      });
      return el('li', {}, button);
    }),
  );
  list.hidden = fitting.length === 0;
}

/** Up and Down walk through what was sent. */
function recall(step: number): void {
  const box = byId('box', HTMLInputElement);
  at = Math.min(past.length, Math.max(0, at + step));
  box.value = past[at] ?? '';
  drawHints();
}

async function send(): Promise<void> {
  const box = byId('box', HTMLInputElement);
  const said = byId('said', HTMLElement);
  const text = box.value.trim();
  if (text === '') return;
  if (past.at(-1) !== text) past.push(text);
  at = past.length;
  box.value = '';
  drawHints();
  const isCommand = text.startsWith('/');
  if (isCommand) say(said, { ok: true, words: 'Sending…' });
  say(said, await deed(isCommand ? 'command' : 'say', { person: state.me, channel: state.here, text }));
}

export function drawBox(): void {
  const words = `Message ${channelName(state.here)}, or / for a command`;
  byId('box', HTMLInputElement).placeholder = words;
  byId('box-label', HTMLElement).textContent = words;
}

export function startBox(): void {
  const box = byId('box', HTMLInputElement);
  box.addEventListener('input', drawHints);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      recall(event.key === 'ArrowUp' ? -1 : 1);
    }
    if (event.key === 'Escape') byId('hints', HTMLElement).hidden = true;
  });
  byId('say', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
}
