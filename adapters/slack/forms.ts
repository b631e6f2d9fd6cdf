import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Answering } from '../../src/chat/adapter.ts';
import type { FormRequest } from '../../src/chat/form.ts';
import { noForm } from '../../src/chat/meanwhile.ts';
import type { Speaker } from '../../src/chat/speaker.ts';
import { passOver } from '../../src/lib/log.ts';
import { tell } from './answer.ts';
import { failureOf } from './failure.ts';
import { formView, loadingView, wordsView } from './view.ts';

export interface FormDeps extends Answering {
  readonly client: WebClient;
}

/** A press or a command that asks for a form. */
export interface Asking {
  readonly id: string;
  readonly speaker: Speaker;
  readonly request: FormRequest;
  /** Slack's permission to open a view: for 3 s, once. */
  readonly trigger: string;
  readonly ack: () => Promise<void>;
  readonly respond: Parameters<typeof tell>[1];
}

const opened = z.object({ view: z.object({ id: z.string(), hash: z.string() }) });

/**
 * Opens a view at once, because the permission to do so is short, then puts the form in its place when what it offers has been
 * looked up. https://docs.slack.dev/surfaces/modals. Never throws.
 */
export async function showForm(deps: FormDeps, asking: Asking): Promise<void> {
  const { client, core, log } = deps;
  await deps.gate.pass(async () => {
    const acknowledged = asking.ack().catch(passOver(log, 'acknowledging what asks for a form'));
    try {
      if (!(await core.firstTime('slack', asking.id))) return;
      const answer = await client.views.open({ trigger_id: asking.trigger, view: loadingView() });
      const { id: view_id, hash } = opened.parse(answer).view;
      const made = await core.form(asking.speaker, asking.request);
      const view = 'form' in made ? formView(made.form) : wordsView('Reveille', made.words, deps.clock());
      await client.views.update({ view_id, hash, view });
    } catch (error) {
      // Whoever closed it while it was made wants no form any more.
      if (isClosed(error)) return;
      passOver(log, 'opening a form')(error);
      await tell(deps, asking.respond, noForm);
    } finally {
      await acknowledged;
    }
  });
}

/** Whether a view could not be replaced because its person had closed it. */
export function isClosed(error: unknown): boolean {
  const failure = failureOf(error);
  return failure.kind === 'said-no' && failure.code === 'not_found';
}
