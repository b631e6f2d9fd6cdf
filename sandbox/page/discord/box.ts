import { deed, say } from '../deeds.ts';
import { byId, el } from '../dom.ts';
import { type Proposal, proposed, readLine } from './command-line.ts';
import { me, placeName, state } from './state.ts';

const box = (): HTMLInputElement => byId('discord-box', HTMLInputElement);
const hints = (): HTMLElement => byId('discord-hints', HTMLElement);
const said = (): HTMLElement => byId('discord-said', HTMLElement);

const past: string[] = [];
let at = 0;
let shown: readonly Proposal[] = [];
/** Which proposal is marked; -1: none. */
let marked = -1;
/** Only the newest question for completions is listened to. */
let asked = 0;

function mark(next: number): void {
  marked = next;
  const options = [...hints().querySelectorAll<HTMLElement>('[role="option"]')];
  for (const [index, option] of options.entries()) option.setAttribute('aria-selected', String(index === marked));
  const option = options[marked];
  if (option) box().setAttribute('aria-activedescendant', option.id);
  else box().removeAttribute('aria-activedescendant');
  option?.scrollIntoView({ block: 'nearest' });
}

function draw(proposals: readonly Proposal[]): void {
  shown = proposals;
  hints().replaceChildren(
    ...proposals.map(({ label, why }, index) => {
      const words = [el('code', {}, label), ...(why === '' ? [] : [` ${why}`])];
      const attributes = { role: 'option', id: `discord-hint-${index}`, 'aria-selected': 'false' };
      const option = el('div', attributes, ...words);
      option.addEventListener('mousedown', (event) => {
        event.preventDefault();
        take(index);
      });
      return option;
    }),
  );
  hints().hidden = proposals.length === 0;
  box().setAttribute('aria-expanded', String(proposals.length > 0));
  mark(-1);
}

function take(index: number): void {
  const proposal = shown[index];
  if (!proposal) return;
  box().value = proposal.line;
  box().focus();
  void propose();
}

/** Proposes what may stand next; what only the app knows, it is asked for. */
async function propose(): Promise<void> {
  asked += 1;
  const mine = asked;
  const line = box().value;
  if (!line.startsWith('/')) {
    draw([]);
    return;
  }
  const typed = readLine(state.commands, line);
  draw(typed.proposals);
  if (!typed.completes) return;
  const { option, before } = typed.completes;
  const about = { person: me(), channel: state.here, name: typed.name, values: typed.values, focused: option };
  const outcome = await deed('discord/complete', about);
  if (mine !== asked) return;
  say(said(), { ok: outcome.ok, words: outcome.ok ? '' : outcome.words });
  draw(proposed(outcome.choices ?? [], before).filter((each) => each.line.trim() !== line.trim()));
}

function recall(step: number): void {
  at = Math.min(past.length, Math.max(0, at + step));
  box().value = past[at] ?? '';
  draw([]);
}

async function send(): Promise<void> {
  const line = box().value.trim();
  if (line === '') return;
  const about = { person: me(), channel: state.here };
  const typed = line.startsWith('/') ? readLine(state.commands, line) : null;
  if (typed?.missing) {
    say(said(), { ok: false, words: typed.missing });
    return;
  }
  if (past.at(-1) !== line) past.push(line);
  at = past.length;
  asked += 1;
  box().value = '';
  draw([]);
  if (typed) say(said(), { ok: true, words: 'Sending…' });
  const outcome = typed
    ? await deed('discord/command', { ...about, name: typed.name, values: typed.values })
    : await deed('discord/say', { ...about, content: line });
  say(said(), outcome);
}

function onKey(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step !== 0) {
    event.preventDefault();
    if (shown.length === 0) recall(step);
    else mark((marked + step + shown.length + (marked === -1 && step === -1 ? 1 : 0)) % shown.length);
  } else if (event.key === 'Tab' && !event.shiftKey && shown.length > 0) {
    event.preventDefault();
    take(Math.max(marked, 0));
  } else if (event.key === 'Enter' && marked >= 0) {
    event.preventDefault();
    take(marked);
  } else if (event.key === 'Escape') {
    draw([]);
  }
}

export function drawBox(): void {
  const isForum = state.places.get(state.here)?.kind === 'forum';
  const words = isForum ? '/ for a command' : `Message ${placeName(state.here)}, or / for a command`;
  box().placeholder = words;
  byId('discord-box-label', HTMLElement).textContent = words;
}

export function startBox(): void {
  box().addEventListener('input', () => void propose());
  box().addEventListener('keydown', onKey);
  box().addEventListener('blur', () => draw([]));
  byId('discord-say', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
}
