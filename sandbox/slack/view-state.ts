import { NotPossible } from './failures.ts';
import type { Input, Option } from './inputs.ts';
import type { Modal } from './modal.ts';
import type { Person } from './workspace.ts';

/**
 * What a person puts into a field: words, the value of an option, a person's id, or seconds since 1970; null: nothing. By
 * the field's `block_id`; a field that is not named keeps what stood there at first.
 */
export type Answers = Readonly<Record<string, string | number | null>>;

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload, `view.state.values` */
export type State = Readonly<Record<string, Readonly<Record<string, FieldState>>>>;

type FieldState =
  | { readonly type: 'plain_text_input'; readonly value: string | null }
  | { readonly type: 'static_select'; readonly selected_option: Option | null }
  | { readonly type: 'users_select'; readonly selected_user: string | null }
  | { readonly type: 'datetimepicker'; readonly selected_date_time: number | null };

export interface Filled {
  readonly values: State;
  /** What Slack itself says at the fields, by `block_id`; with any of these nothing is sent. */
  readonly problems: Readonly<Record<string, string>>;
}

/** A modal as it was filled in. Throws `NotPossible` where a field cannot hold what is put there. */
export function fill(modal: Modal, answers: Answers, people: readonly Person[]): Filled {
  const inputs = modal.blocks.filter((block) => block.type === 'input');
  const unknown = Object.keys(answers).find((name) => inputs.every((input) => input.block_id !== name));
  if (unknown !== undefined) throw new NotPossible(`The form shows no field ${unknown}.`);
  const values: Record<string, Record<string, FieldState>> = {};
  const problems: Record<string, string> = {};
  for (const input of inputs) {
    const { block_id: block = '', element } = input;
    const given = answers[block];
    const state = given === undefined ? initialOf(element) : stateOf(input, given, people);
    values[block] = { [element.action_id ?? '']: state };
    const problem = problemOf(input, state);
    if (problem !== null) problems[block] = problem;
  }
  return { values, problems };
}

function initialOf(element: Input['element']): FieldState {
  switch (element.type) {
    case 'plain_text_input':
      return { type: element.type, value: element.initial_value || null };
    case 'static_select':
      return { type: element.type, selected_option: element.initial_option ?? null };
    case 'users_select':
      return { type: element.type, selected_user: element.initial_user ?? null };
    case 'datetimepicker':
      return { type: element.type, selected_date_time: element.initial_date_time ?? null };
  }
}

function stateOf(
  { block_id: block, element }: Input,
  given: string | number | null,
  people: readonly Person[],
): FieldState {
  const cannot = (what: string): NotPossible => new NotPossible(`The field ${block} ${what}.`);
  const empty = given === null || given === '';
  switch (element.type) {
    case 'plain_text_input':
      if (typeof given === 'number') throw cannot('takes words');
      return { type: element.type, value: empty ? null : given };
    case 'static_select': {
      const chosen = element.options.find((option) => option.value === given);
      if (!empty && !chosen) throw cannot(`does not offer ${given}`);
      return { type: element.type, selected_option: chosen ?? null };
    }
    case 'users_select': {
      const chosen = people.find((person) => person.id === given);
      if (!empty && !chosen) throw cannot(`does not offer ${given}`);
      return { type: element.type, selected_user: chosen?.id ?? null };
    }
    case 'datetimepicker':
      if (empty) return { type: element.type, selected_date_time: null };
      if (typeof given !== 'number' || !Number.isInteger(given)) throw cannot('takes seconds since 1970');
      return { type: element.type, selected_date_time: given };
  }
}

function problemOf({ element, optional }: Input, state: FieldState): string | null {
  const missing = optional === true ? null : 'Please complete this required field.';
  switch (state.type) {
    case 'plain_text_input': {
      if (state.value === null) return missing;
      const { min_length: least = 0, max_length: most = 3000 } = element.type === 'plain_text_input' ? element : {};
      const { length } = state.value;
      if (length < least) return `Please write at least ${least} characters.`;
      return length > most ? `Please write at most ${most} characters; these are ${length}.` : null;
    }
    case 'static_select':
      return state.selected_option === null ? missing : null;
    case 'users_select':
      return state.selected_user === null ? missing : null;
    case 'datetimepicker':
      return state.selected_date_time === null ? missing : null;
  }
}
