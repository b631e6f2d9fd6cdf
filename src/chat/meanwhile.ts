import type { Words } from './card.ts';
import type { Submitted } from './form.ts';
import { say } from './words.ts';

/** What is said around an answer: while it is awaited, where there is nothing to add, and where a form cannot be marked. */
export const makingForm: Words = say('Getting the form…');
export const working: Words = say('Working on it…');
export const noForm: Words = say('The form could not be opened. Please try again.');
/** For a platform that wants words where the card has them. */
export const cardShows: Words = say('Done. The card shows it.');

/**
 * What must be mended in a form that is closed already: its fields cannot be marked any more, so what was written is given
 * back to be copied. `labels`: what its fields are called, where the platform tells; their names otherwise.
 */
export function mendWords(
  { problems }: Extract<Submitted, { kind: 'mend' }>,
  answers: Readonly<Record<string, string>>,
  labels: ReadonlyMap<string, string> = new Map(),
): Words {
  const labelOf = (name: string) => ({ bold: labels.get(name) ?? name });
  const wrong = Object.entries(problems).map(([name, problem]) => [labelOf(name), `: ${problem}`]);
  // One word is soon written again, or an id that nobody wrote.
  const typed = Object.entries(answers).filter(([, text]) => text.includes(' '));
  const kept = typed.map(([name, text]) => [labelOf(name), ': ', { code: text }]);
  return {
    lines: [
      ['Nothing was done yet. Please open the form again.'],
      ...wrong,
      ...(kept.length === 0 ? [] : [['You wrote:'], ...kept]),
    ],
  };
}
