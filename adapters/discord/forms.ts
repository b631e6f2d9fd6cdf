import type { FormRequest } from '../../src/chat/form.ts';
import { noForm } from '../../src/chat/meanwhile.ts';
import { sorryFor } from '../../src/chat/sorry.ts';
import { endOf } from '../../src/lib/gate.ts';
import { passOver } from '../../src/lib/log.ts';
import { type AnswerDeps, showModal, tell } from './answer.ts';
import { type Interaction, speakerOf } from './interaction.ts';
import { modalOf } from './view.ts';

type Made = Awaited<ReturnType<AnswerDeps['core']['form']>>;

/**
 * Shows the form that was asked for. It must be the first answer and come within 3 s, so nothing can be shown meanwhile:
 * where looking up what it offers takes longer, the person is asked to try again. Never throws.
 */
export async function showForm(deps: AnswerDeps, it: Interaction, request: FormRequest): Promise<void> {
  await deps.gate.pass(async () => {
    try {
      if (!(await deps.core.firstTime('discord', it.id))) return;
      let made: Made | null = null;
      const making = deps.core.form(speakerOf(it), request).then((form) => {
        made = form;
      });
      await endOf(making, deps.patience);
      await show(deps, it, made);
    } catch (error) {
      await tell(deps, it, sorryFor(deps.log, 'a form', error));
    }
  });
}

async function show(deps: AnswerDeps, it: Interaction, made: Made | null): Promise<void> {
  if (made === null) return await tell(deps, it, noForm);
  if ('words' in made) return await tell(deps, it, made.words);
  await showModal(deps, it, modalOf(made.form)).catch(passOver(deps.log, 'opening a form'));
}
