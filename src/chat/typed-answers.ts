import type { Line, Span } from './card.ts';
import { isPicked, readTime } from './typed-time.ts';

/** A longer piece stands in several, so that a message that holds 3000 in one place (Slack's section) holds each of them. */
const pieces = /.{1,1000}/gu;

/**
 * What somebody wrote in a form, to be copied from where it stands: a short text beside the label of its field, several lines
 * under it. What was chosen from a list is left out: it is chosen again, and its answer is an id that nobody wrote.
 */
export function typedAnswers(
  answers: Readonly<Record<string, string>>,
  labelOf: (name: string) => string,
): readonly Line[] {
  return Object.entries(answers).flatMap(([name, text]): readonly Line[] => {
    if (isChosen(name, text)) return [];
    const label: Span = { bold: labelOf(name) };
    if (name === 'until' && isPicked(text)) return [[label, ': ', { time: readTime(text) ?? 0 }]];
    const [first = '', ...more] = text.split(/\r\n|[\r\n]/).flatMap((line) => line.match(pieces) ?? []);
    if (more.length === 0) return [[label, ': ', { code: first }]];
    return [[label, ':'], ...[first, ...more].map((code): Line => [{ code }])];
  });
}

function isChosen(name: string, text: string): boolean {
  return name === 'incident' || name === 'severity' || (name === 'service' && /^svc_[0-9a-f]{32}$/.test(text));
}
