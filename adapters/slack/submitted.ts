import type { types } from '@slack/bolt';
import type { Words } from '../../src/chat/card.ts';
import type { Submitted } from '../../src/chat/form.ts';
import { mendWords } from '../../src/chat/meanwhile.ts';
import type { Instant } from '../../src/lib/clock.ts';
import type { Labels, SentForm } from './form-payload.ts';
import { wordsView } from './view.ts';

/** https://docs.slack.dev/surfaces/modals#updating_response and #displaying_errors */
type Response =
  | { response_action: 'clear' }
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: types.ModalView };

/** How a form ended, as Slack takes it in place of a plain acknowledgement. */
export function responseTo(submitted: Submitted, labels: Labels, now: Instant): Response {
  if (submitted.kind === 'mend') {
    return { response_action: 'errors', errors: errorsAt(submitted.problems, labels) };
  }
  if (submitted.words === null) return { response_action: 'clear' };
  return { response_action: 'update', view: wordsView('Reveille', submitted.words, now) };
}

/** Slack shows no error at all where one is about a field that is not there: such a one is said at the first field. */
function errorsAt(problems: Readonly<Record<string, string>>, labels: Labels): Record<string, string> {
  const errors: Record<string, string> = {};
  const [first] = labels.keys();
  for (const [name, problem] of Object.entries(problems)) {
    const at = labels.has(name) ? name : (first ?? name);
    errors[at] = errors[at] === undefined ? problem : `${errors[at]} ${problem}`;
  }
  return errors;
}

/** After 3 s a form cannot be marked any more, only replaced. Null: there is nothing that must be known. */
export function lateWords(submitted: Submitted, { submission, labels }: SentForm): Words | null {
  return submitted.kind === 'done' ? submitted.words : mendWords(submitted, submission.answers, labels);
}
