import { hours } from '../../lib/clock.ts';
import type { Words } from '../card.ts';
import { formForCommand } from '../commands/run.ts';
import type { ChatDeps } from '../deps.ts';
import type { Form, FormName, FormRequest, Submission, Submitted } from '../form.ts';
import { seeOnce } from '../place/store.ts';
import type { Command, Press } from '../port.ts';
import { recognise } from '../recognise.ts';
import type { Speaker } from '../speaker.ts';
import { toStranger } from '../stranger.ts';
import { formOf, parseFormToken, parseToken } from '../token.ts';
import { say, sayStranger } from '../words.ts';
import type { FormKind } from './form-kind.ts';
import { noteForm } from './note.ts';
import { snoozeForm } from './snooze.ts';
import { triggerForm } from './trigger.ts';

const kinds: Readonly<Record<FormName, FormKind>> = { trigger: triggerForm, note: noteForm, snooze: snoozeForm };

/** The form that a press or a command asks for. Null: it is to be run. */
export function formFor(asked: Press | Command): FormRequest | null {
  if ('name' in asked) return formForCommand(asked);
  const token = parseToken(asked.token);
  return token === null ? null : formOf(token);
}

/** Looks up what the form offers. */
export async function makeForm(
  deps: ChatDeps,
  speaker: Speaker,
  { form, given }: FormRequest,
): Promise<{ readonly form: Form } | { readonly words: Words }> {
  const known = await recognise(deps, speaker, given.incident);
  if (!known.ok) return { words: await toStranger(deps, speaker, known.refusal, { kind: 'form' }) };
  return await kinds[form].make({ deps, known: known.value, given });
}

/** Does what a form says that was filled in: once, however often it is sent. */
export async function submitForm(deps: ChatDeps, submission: Submission): Promise<Submitted> {
  const { speaker, answers, shown } = submission;
  const token = parseFormToken(submission.token);
  const known = await recognise(deps, speaker, token?.incidentId);
  if (!known.ok) return { kind: 'done', words: sayStranger(known.refusal) };
  if (token === null) {
    return { kind: 'done', words: say('This form is not one of mine, or of a version that I do not know.') };
  }
  const at = deps.clock();
  const delivery = { platform: speaker.platform, delivery: `form:${shown}`, at };
  return await kinds[token.form].submit({
    deps,
    known: known.value,
    incidentId: token.incidentId,
    answers,
    once: (tx) => seeOnce(tx, delivery, at - hours(24)),
  });
}
