import { connectWorkspace } from '../account/connect.ts';
import { attempt } from '../db/attempt.ts';
import { storable } from '../lib/storable.ts';
import { runCommand } from './commands/run.ts';
import { complete } from './complete.ts';
import type { ChatDeps } from './deps.ts';
import { firstTime } from './first-time.ts';
import { formFor, makeForm, submitForm } from './forms/forms.ts';
import { flushOf } from './kinds.ts';
import { tryClosed } from './place/store.ts';
import type { ChatCore, Command } from './port.ts';
import { press } from './press.ts';
import { sorry } from './sorry.ts';

/** What the adapters ask of us. A failure of ours is a sentence with a reference, never silence. */
export function createChatCore(deps: ChatDeps): ChatCore {
  const calmly = async <T>(what: string, work: () => Promise<T>, otherwise: (reference: string) => T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const reference = deps.newReference();
      deps.log.error({ err: error, reference }, `${what} failed`);
      return otherwise(reference);
    }
  };
  // What people type may hold anything, as what tools send may.
  const typed = (command: Command): Command => ({ ...command, text: storable(command.text) });
  return {
    formFor: (asked) => formFor('name' in asked ? typed(asked) : asked),
    form: (speaker, request) =>
      calmly(
        'a form',
        () => makeForm(deps, speaker, request),
        (reference) => ({ words: sorry(reference) }),
      ),
    submit: (submission) =>
      calmly(
        'a form that was filled in',
        () => submitForm(deps, { ...submission, answers: storableAnswers(submission.answers) }),
        (reference) => ({ kind: 'done', words: sorry(reference) }),
      ),
    press: (pressed) => calmly('a press', () => press(deps, pressed), sorry),
    command: (command) => calmly('a command', () => runCommand(deps, typed(command)), sorry),
    complete: (speaker, what, begun) =>
      calmly(
        'a completion',
        () => complete(deps.store.read, speaker, what, begun),
        () => [],
      ),
    connected: (platform, workspace, name) =>
      calmly(
        'connecting a workspace',
        async () => {
          const result = await attempt(deps.store, async (tx) => {
            const told = { platform, workspace, name: storable(name), newId: deps.newId };
            const taken = await connectWorkspace(tx, told);
            // Who was shut out and is let in again may show now what waited for it.
            const places = taken.ok ? await tryClosed(tx, taken.value.id) : [];
            for (const place of places) await deps.later(tx, flushOf(place, deps.clock()));
            return taken;
          });
          return result.ok ? null : result.refusal.message;
        },
        (reference) => `the workspace could not be connected (reference ${reference})`,
      ),
    firstTime: (platform, delivery) => firstTime(deps, platform, delivery),
  };
}

function storableAnswers(answers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(answers).map(([field, answer]) => [field, storable(answer)]));
}
