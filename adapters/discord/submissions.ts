import type { Line, Words } from '../../src/chat/card.ts';
import type { Submitted } from '../../src/chat/form.ts';
import { type AnswerDeps, answer } from './answer.ts';
import { readForm, type SentForm } from './form-payload.ts';
import type { Sent } from './interaction.ts';

/** A form that was filled in. One that a button opened needs no words when the card says it. */
export async function takeSubmission(deps: AnswerDeps, it: Sent): Promise<void> {
  const form = readForm(it);
  await answer(deps, it, {
    what: 'form',
    manner: it.message === undefined ? 'with-words' : 'quietly',
    work: async () => {
      if (Object.keys(form.problems).length > 0) return mendWords(form, { kind: 'mend', problems: form.problems });
      const submitted = await deps.core.submit(form.submission);
      return submitted.kind === 'done' ? submitted.words : mendWords(form, submitted);
    },
  });
}

/** Discord closes a form when it is sent and marks nothing in it, so what was typed is given back to be copied. */
function mendWords(sent: SentForm, { problems }: Extract<Submitted, { kind: 'mend' }>): Words {
  const wrong = Object.entries(problems).map(([name, problem]): Line => [{ bold: name }, `: ${problem}`]);
  const typed = Object.entries(sent.typed).map(([name, text]): Line => [{ bold: name }, ': ', { code: text }]);
  const kept: readonly Line[] = typed.length === 0 ? [] : [['You wrote:'], ...typed];
  return { lines: [['Nothing was done yet. Please open the form again.'], ...wrong, ...kept] };
}
