import { type Fields, fields, list, text } from './read.ts';

export interface Outcome {
  readonly ok: boolean;
  readonly words: string;
  /** What is wrong with the fields of a form, by their names. */
  readonly errors?: Fields;
  /** What is proposed for what is being typed. */
  readonly choices?: readonly unknown[];
}

/** Asks the sandbox to do something; never throws, for a person has to be told either way. */
export async function deed(name: string, body: Readonly<Record<string, unknown>>): Promise<Outcome> {
  try {
    const response = await fetch(`/page/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const type = response.headers.get('content-type') ?? '';
    if (!type.startsWith('application/json')) return { ok: false, words: await response.text() };
    const answer = fields(await response.json());
    const words = text(answer.words) || (response.ok ? '' : `The sandbox answered ${response.status}.`);
    return { ok: answer.ok === true, words, errors: fields(answer.errors), choices: list(answer.choices) };
  } catch {
    return { ok: false, words: 'The sandbox does not answer. Is it still running?' };
  }
}

/** Says what came of it, where the person is looking. */
export function say(place: HTMLElement, outcome: Outcome): void {
  place.textContent = outcome.words;
  place.classList.toggle('bad', !outcome.ok);
}
