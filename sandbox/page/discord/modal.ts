import { deed, say } from '../deeds.ts';
import { byId } from '../dom.ts';
import { drawField, type Field } from './modal-field.ts';
import type { Form } from './model.ts';
import { me, state } from './state.ts';

/** What stands in the dialog now. */
let shown: { form: Form; fields: readonly Field[] } | null = null;

const dialog = (): HTMLDialogElement => byId('discord-modal', HTMLDialogElement);
const submitButton = (): HTMLButtonElement => byId('discord-modal-submit', HTMLButtonElement);
const trouble = (): HTMLElement => byId('discord-modal-trouble', HTMLElement);

function setBusy(isBusy: boolean): void {
  submitButton().classList.toggle('pending', isBusy);
  submitButton().setAttribute('aria-disabled', String(isBusy));
}

/** Sends the form. One that the app did not take stays open, with what was put in. */
async function submit(): Promise<void> {
  const now = shown;
  if (now === null || submitButton().classList.contains('pending')) return;
  const values = Object.fromEntries(
    now.fields.flatMap(({ customId, answer }) => (customId === null ? [] : [[customId, answer()] as const])),
  );
  setBusy(true);
  say(trouble(), { ok: true, words: '' });
  const outcome = await deed('discord/submit', { person: now.form.person, values });
  if (shown !== now) return;
  setBusy(false);
  if (!outcome.ok) say(trouble(), { ok: false, words: `Something went wrong: ${outcome.words}` });
}

/** Shows the person who is looking the form that the app opened for them, or none. */
export function drawModal(): void {
  const form = state.forms.get(me()) ?? null;
  if (form?.id === shown?.form.id) return;
  if (form === null) {
    shown = null;
    dialog().close();
    return;
  }
  const fields = form.parts.map(drawField);
  shown = { form, fields };
  byId('discord-modal-title', HTMLElement).textContent = form.title;
  byId('discord-modal-fields', HTMLElement).replaceChildren(...fields.map(({ element }) => element));
  setBusy(false);
  say(trouble(), { ok: true, words: '' });
  if (!dialog().open) dialog().showModal();
  (fields.find(({ control }) => control !== null)?.control ?? submitButton()).focus();
}

export function startModal(): void {
  byId('discord-modal-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  byId('discord-modal-close', HTMLButtonElement).addEventListener('click', () => dialog().close());
  dialog().addEventListener('close', () => {
    // It is told late: something else may be shown already.
    if (dialog().open) return;
    if (document.activeElement === document.body) byId('discord-box', HTMLInputElement).focus();
    if (shown === null) return;
    const { person } = shown.form;
    shown = null;
    state.forms.delete(person);
    void deed('discord/close-form', { person });
  });
}
