import { drawBlocks, type Pressable } from './blocks.ts';
import { deed, say } from './deeds.ts';
import { byId } from './dom.ts';
import { drawField, type Field } from './modal-field.ts';
import { agreed } from './press.ts';
import { text } from './read.ts';
import { state } from './state.ts';
import type { View } from './view-model.ts';

/** What stands in the dialog now. */
let shown: { view: View; fields: readonly Field[] } | null = null;

const dialog = (): HTMLDialogElement => byId('modal', HTMLDialogElement);
const submitButton = (): HTMLButtonElement => byId('modal-submit', HTMLButtonElement);
const trouble = (): HTMLElement => byId('modal-trouble', HTMLElement);

function answers(fields: readonly Field[]): Record<string, string | number | null> {
  return Object.fromEntries(fields.map((field) => [field.blockId, field.answer()]));
}

function setBusy(button: HTMLButtonElement, isBusy: boolean): void {
  button.classList.toggle('pending', isBusy);
  if (isBusy) button.setAttribute('aria-disabled', 'true');
  else button.removeAttribute('aria-disabled');
}

/** Sends the form; what is wrong is said at its fields, and the keyboard goes to the first of them. */
async function submit(): Promise<void> {
  const now = shown;
  if (now === null || now.view.submit === null || submitButton().classList.contains('pending')) return;
  const { view, fields } = now;
  setBusy(submitButton(), true);
  say(trouble(), { ok: true, words: '' });
  const outcome = await deed('submit', { person: view.person, viewId: view.id, answers: answers(fields) });
  // Something else may stand there by now, whether it came of this or not.
  if (shown !== now) return;
  setBusy(submitButton(), false);
  if (outcome.ok) return;
  const errors = outcome.errors ?? {};
  for (const field of fields) field.mark(text(errors[field.blockId]) || null);
  const wrong = fields.filter((field) => text(errors[field.blockId]) !== '');
  say(trouble(), outcome);
  const many = wrong.length === 1 ? 'One field needs' : `${wrong.length} fields need`;
  byId('modal-status', HTMLElement).textContent = wrong.length === 0 ? '' : `${many} another look.`;
  wrong[0]?.control.focus();
}

async function press(pressed: Pressable): Promise<void> {
  if (shown === null || pressed.element.classList.contains('pending')) return;
  const { view, fields } = shown;
  if (pressed.confirm && !(await agreed(pressed.confirm))) return;
  if (/^https?:/i.test(pressed.url)) window.open(pressed.url, '_blank', 'noopener');
  setBusy(pressed.element, true);
  const { actionId, blockId } = pressed;
  const about = { person: view.person, viewId: view.id, actionId, blockId };
  const outcome = await deed('press-in', { ...about, answers: answers(fields) });
  setBusy(pressed.element, false);
  if (shown?.view.id === view.id) say(trouble(), outcome);
}

/** Draws a view in the dialog. What was put into a field of the view before it stays, as in Slack. */
function draw(view: View, before: readonly Field[]): readonly Field[] {
  const fields: Field[] = [];
  const parts = view.blocks.flatMap((block) => {
    if (block.type !== 'input') return drawBlocks([block], (pressed) => void press(pressed));
    const field = drawField(block, fields.length);
    fields.push(field);
    const old = before.find((each) => each.key === field.key);
    if (old) field.control.value = old.control.value;
    return [field.element];
  });
  byId('modal-title', HTMLElement).textContent = view.title;
  const place = byId('modal-blocks', HTMLElement);
  // Words are read out when they come; in a form the keyboard goes to the first field, which is.
  place.setAttribute('aria-live', fields.length === 0 ? 'polite' : 'off');
  place.replaceChildren(...parts);
  byId('modal-close', HTMLButtonElement).textContent = view.close;
  submitButton().textContent = view.submit ?? '';
  submitButton().hidden = view.submit === null;
  setBusy(submitButton(), false);
  say(trouble(), { ok: true, words: '' });
  dialog().dataset.view = view.id;
  byId('modal-status', HTMLElement).textContent = view.title;
  return fields;
}

/** Shows the person who is looking the modal that the app opened for them, or none. */
export function drawModal(): void {
  const view = state.views.get(state.me) ?? null;
  const before = shown;
  if (view === null) {
    shown = null;
    dialog().close();
    return;
  }
  if (before?.view.id === view.id && before.view.hash === view.hash) return;
  const isSame = before?.view.id === view.id;
  const held = before?.fields.find(({ control }) => control === document.activeElement)?.key;
  const fields = draw(view, isSame ? before.fields : []);
  shown = { view, fields };
  if (!dialog().open) dialog().showModal();
  const again = fields.find(({ key }) => key === held) ?? fields[0];
  (again?.control ?? byId('modal-close', HTMLButtonElement)).focus();
}

export function startModal(): void {
  byId('modal-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  byId('modal-close', HTMLButtonElement).addEventListener('click', () => dialog().close());
  dialog().addEventListener('close', () => {
    // It is told late: something else may be shown already.
    if (dialog().open) return;
    // What held the keyboard before may have been drawn anew meanwhile.
    if (document.activeElement === document.body) byId('box', HTMLInputElement).focus();
    if (shown === null) return;
    const { person, id: viewId } = shown.view;
    shown = null;
    state.views.delete(person);
    void deed('close-view', { person, viewId });
  });
}
