import type { Tx } from '../../db/store.ts';
import type { Words } from '../card.ts';
import type { ChatDeps } from '../deps.ts';
import type { Form, Submitted } from '../form.ts';
import type { Known } from '../speaker.ts';

/** What a form that was filled in is judged with. */
export interface Filled {
  readonly deps: ChatDeps;
  readonly known: Known;
  /** What it is about; null: that was a field of it. */
  readonly incidentId: string | null;
  readonly answers: Readonly<Record<string, string>>;
  /** In the transaction that acts: false when this very form has acted before. */
  once(tx: Tx): Promise<boolean>;
}

/** One kind of form: how it is made, and what it does. */
export interface FormKind {
  make(asked: {
    deps: ChatDeps;
    known: Known;
    given: Readonly<Record<string, string>>;
  }): Promise<{ readonly form: Form } | { readonly words: Words }>;
  submit(filled: Filled): Promise<Submitted>;
}
