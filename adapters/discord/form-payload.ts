import type { Submission } from '../../src/chat/form.ts';
import { type Sent, speakerOf } from './interaction.ts';
import { timeMark } from './view.ts';

export interface SentForm {
  readonly submission: Submission;
  /** What was typed where a time is asked for, and is none. */
  readonly problems: Readonly<Record<string, string>>;
  /** What was typed, as it was typed; what was chosen from a list is not in it. */
  readonly typed: Readonly<Record<string, string>>;
}

/** What was left empty is left out. The interaction is new for every form that is sent, and the same when it comes twice. */
export function readForm(it: Sent): SentForm {
  const answers: Record<string, string> = {};
  const problems: Record<string, string> = {};
  const typed: Record<string, string> = {};
  for (const { component } of it.data.components) {
    const answer = (component.value ?? component.values?.[0] ?? '').trim();
    if (answer === '') continue;
    const isTime = component.custom_id.endsWith(timeMark);
    const name = isTime ? component.custom_id.slice(0, -timeMark.length) : component.custom_id;
    if (component.value !== undefined) typed[name] = answer;
    if (!isTime) {
      answers[name] = answer;
      continue;
    }
    const at = timeOf(answer);
    if (at === null) problems[name] = 'Write a time like 2026-12-24 18:00, in UTC.';
    else answers[name] = String(at);
  }
  return { submission: { speaker: speakerOf(it), token: it.data.custom_id, answers, shown: it.id }, problems, typed };
}

/** `2026-12-24 18:00` in UTC → milliseconds. */
function timeOf(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?: ?(?:UTC|Z))?$/i.exec(text);
  const at = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}Z`);
  return Number.isNaN(at) ? null : at;
}
