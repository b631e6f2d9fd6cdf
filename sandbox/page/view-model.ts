import { type Fields, fields, list, text } from './read.ts';

/** A modal that somebody is shown. */
export interface View {
  readonly id: string;
  /** Another one after each change. */
  readonly hash: string;
  readonly person: string;
  readonly title: string;
  /** What the button says; null: there is nothing to send. */
  readonly submit: string | null;
  readonly close: string;
  readonly blocks: readonly Fields[];
}

export function readView(value: unknown): View | null {
  const it = fields(value);
  const modal = fields(it.modal);
  if (text(it.id) === '') return null;
  const submit = text(fields(modal.submit).text) || null;
  return {
    id: text(it.id),
    hash: text(it.hash),
    person: text(it.person),
    title: text(fields(modal.title).text),
    submit,
    // What Slack writes where the app says nothing.
    close: text(fields(modal.close).text) || (submit === null ? 'Close' : 'Cancel'),
    blocks: list(modal.blocks).map(fields),
  };
}
