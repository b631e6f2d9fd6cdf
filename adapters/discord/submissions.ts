import { mendWords } from '../../src/chat/meanwhile.ts';
import { type AnswerDeps, answer } from './answer.ts';
import { readForm } from './form-payload.ts';
import type { Sent } from './interaction.ts';

/** A form that was filled in. One that a button opened needs no words when the card says it. */
export async function takeSubmission(deps: AnswerDeps, it: Sent): Promise<void> {
  const submission = readForm(it);
  await answer(deps, it, {
    what: 'form',
    manner: it.message === undefined ? 'with-words' : 'quietly',
    work: async () => {
      const submitted = await deps.core.submit(submission);
      // Discord closes a form when it is sent, and marks nothing in it.
      return submitted.kind === 'done' ? submitted.words : mendWords(submitted, submission.answers);
    },
  });
}
