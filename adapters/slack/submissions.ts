import type { App } from '@slack/bolt';
import type { Submitted } from '../../src/chat/form.ts';
import { cardShows, working } from '../../src/chat/meanwhile.ts';
import { sorryFor } from '../../src/chat/sorry.ts';
import { endOf } from '../../src/lib/gate.ts';
import { passOver } from '../../src/lib/log.ts';
import { readForm, type SentForm } from './form-payload.ts';
import { type FormDeps, isClosed } from './forms.ts';
import { render } from './render.ts';
import { lateWords, responseTo } from './submitted.ts';
import { wordsView } from './view.ts';

/**
 * Forms that were filled in. Slack waits 3 s for what becomes of one (https://docs.slack.dev/surfaces/modals); where that
 * takes longer, words stand in its place until it is known.
 */
export function takeSubmissions(app: App, deps: FormDeps): void {
  app.view({ type: 'view_submission', callback_id: /^rv1:form:/ }, async ({ body, ack }) => {
    const form = readForm(body);
    if (form === null) {
      deps.log.warn({}, 'a form from Slack could not be read');
      return;
    }
    await deps.gate.pass(async () => {
      const submitted = worked(deps, form);
      try {
        if (await endOf(submitted, deps.patience)) {
          return await ack(responseTo(await submitted, form.labels, deps.clock()));
        }
        await ack({ response_action: 'update', view: wordsView('One moment', working, 0) });
        await tellLate(deps, form, await submitted);
      } catch (error) {
        passOver(deps.log, 'answering a form')(error);
      }
    });
  });
}

/** Never throws. */
async function worked(deps: FormDeps, { submission }: SentForm): Promise<Submitted> {
  try {
    return await deps.core.submit(submission);
  } catch (error) {
    return { kind: 'done', words: sorryFor(deps.log, 'a form', error) };
  }
}

/** Puts the end in the place of what was shown meanwhile; to a person who closed that, what must be known is written. */
async function tellLate({ client, clock }: FormDeps, form: SentForm, submitted: Submitted): Promise<void> {
  const words = lateWords(submitted, form);
  const { shown: view_id, speaker } = form.submission;
  try {
    await client.views.update({ view_id, view: wordsView('Reveille', words ?? cardShows, clock()) });
  } catch (error) {
    if (!isClosed(error)) throw error;
    if (words !== null) await client.chat.postMessage({ channel: speaker.person, ...render({ words }, clock()) });
  }
}
