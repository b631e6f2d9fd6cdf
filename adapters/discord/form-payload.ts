import type { Submission } from '../../src/chat/form.ts';
import { type Sent, speakerOf } from './interaction.ts';

/** What was left empty is left out. The interaction is new for every form that is sent, and the same when it comes twice. */
export function readForm(it: Sent): Submission {
  const answers: Record<string, string> = {};
  for (const { component } of it.data.components) {
    const answer = (component.value ?? component.values?.[0] ?? '').trim();
    if (answer !== '') answers[component.custom_id] = answer;
  }
  return { speaker: speakerOf(it), token: it.data.custom_id, answers, shown: it.id };
}
