import type { CallLog } from '../call-log.ts';
import type { World } from '../world.ts';
import { buttonsOf } from './block-ids.ts';
import type { Delivery } from './delivery.ts';
import { failureWords, NotPossible, pressNotTaken } from './failures.ts';
import type { Triggers } from './triggers.ts';
import { applyViewAnswer, type Submitted, trouble } from './view-answer.ts';
import { viewActionsPayload, viewSubmissionPayload } from './view-payloads.ts';
import { type Answers, fill } from './view-state.ts';
import type { OpenView, Views } from './views.ts';
import type { Person } from './workspace.ts';

/** A person, and the modal that this person is shown. */
export interface InView {
  readonly person: string;
  /** What stands in its fields. */
  readonly answers: Answers;
  /** The view that is meant; absent: whichever is open. */
  readonly viewId?: string;
}

/** What people do with the modals that they are shown. Each rejects with `NotPossible` where there is no such modal. */
export interface ViewActs {
  /** Presses submit. Settles when the app has answered, or has failed to. */
  submit(form: InView): Promise<Submitted>;
  /** Presses a button in it. Settles when the app acknowledged. */
  pressIn(press: InView & { readonly actionId: string; readonly blockId?: string }): Promise<void>;
  /** Closes it; nothing where none is open. */
  closeView(it: Pick<InView, 'person' | 'viewId'>): void;
}

export function createViewActs(it: {
  world: World;
  views: Views;
  triggers: Triggers;
  delivery: Delivery;
  log: CallLog;
}): ViewActs {
  const { world, views, triggers, delivery } = it;
  /** Those whose form is on its way. */
  const sending = new Set<string>();
  const seen = ({ person: id, viewId }: Pick<InView, 'person' | 'viewId'>): { person: Person; view: OpenView } => {
    const person = world.people.find((each) => each.id === id);
    const view = views.of(id);
    if (!person || view === null || (viewId !== undefined && viewId !== view.id)) {
      throw new NotPossible(`${person?.realName ?? id} is not shown that form any more.`);
    }
    return { person, view };
  };

  return {
    async submit(form) {
      const { person, view } = seen(form);
      if (!view.modal.submit) throw new NotPossible('There is nothing to send here.');
      if (sending.has(view.id)) throw new NotPossible('It is on its way already.');
      const { values, problems } = fill(view.modal, form.answers, world.people);
      if (Object.keys(problems).length > 0) return { kind: 'incomplete', errors: problems };
      sending.add(view.id);
      try {
        const triggerId = triggers.mint(person.id);
        const delivered = await delivery.deliver(
          'interactive',
          viewSubmissionPayload({ person, view, values, triggerId }),
        );
        if (!delivered.ok) return trouble(`${failureWords[delivered.error]} (${delivered.error})`);
        const submitted = applyViewAnswer(views, view, delivered.payload);
        if (submitted.kind === 'trouble') {
          // Slack shows the person no more than that; whoever tries the app here finds the reason among the calls.
          const args = { answer: delivered.payload, why: submitted.why };
          it.log.record({ at: Date.now(), method: 'view_submission', args, ok: false, error: 'invalid_answer' });
        }
        return submitted;
      } finally {
        sending.delete(view.id);
      }
    },

    async pressIn({ actionId, blockId, ...in_ }) {
      const { person, view } = seen(in_);
      const blocks = view.modal.blocks.filter((block) => block.type !== 'input');
      const shown = buttonsOf(blocks).find(
        ({ block, button }) => button.action_id === actionId && (blockId === undefined || block.block_id === blockId),
      );
      if (!shown) throw new NotPossible(`The form does not show a button ${actionId} now.`);
      const { values } = fill(view.modal, in_.answers, world.people);
      const triggerId = triggers.mint(person.id);
      const delivered = await delivery.deliver(
        'interactive',
        viewActionsPayload({ person, view, values, triggerId, ...shown }),
      );
      if (!delivered.ok) throw pressNotTaken(delivered.error);
    },

    closeView({ person, viewId }) {
      const view = views.of(person);
      if (view !== null && (viewId === undefined || viewId === view.id)) views.close(view.id);
    },
  };
}
