import type { Words } from './card.ts';
import { labelOfField } from './field-labels.ts';
import type { Submitted } from './form.ts';
import { typedAnswers } from './typed-answers.ts';
import { say } from './words.ts';

/** What is said around an answer: while it is awaited, where there is nothing to add, and where a form cannot be marked. */
export const makingForm: Words = say('Getting the form…');
export const working: Words = say('Working on it…');
export const noForm: Words = say('The form could not be opened. Please try again.');
/** For a platform that wants words where the card has them. */
export const cardShows: Words = say('Done. The card shows it.');

/**
 * What must be mended in a form that is closed already: its fields cannot be marked any more, so what was written is given
 * back to be copied. `labels`: what its fields are called, where the platform sends it back.
 */
export function mendWords(
  { problems }: Extract<Submitted, { kind: 'mend' }>,
  answers: Readonly<Record<string, string>>,
  labels: ReadonlyMap<string, string> = new Map(),
): Words {
  const labelOf = (name: string) => labels.get(name) ?? labelOfField(name);
  const wrong = Object.entries(problems).map(([name, problem]) => [{ bold: labelOf(name) }, `: ${problem}`]);
  const typed = typedAnswers(answers, labelOf);
  return {
    lines: [
      ['Nothing was done yet. Please open the form again.'],
      ...wrong,
      ...(typed.length === 0 ? [] : [['You wrote:'], ...typed]),
    ],
  };
}
