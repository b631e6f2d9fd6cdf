import type { types } from '@slack/bolt';
import type { Answering } from '../../src/chat/adapter.ts';
import type { Words } from '../../src/chat/card.ts';
import { sorryFor } from '../../src/chat/sorry.ts';
import { passOver } from '../../src/lib/log.ts';
import { render } from './render.ts';

/** A private answer, as a `response_url` takes it. https://docs.slack.dev/interactivity/handling-user-interaction */
interface PrivateAnswer {
  readonly response_type: 'ephemeral';
  readonly replace_original: false;
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

/** One press or command that Slack delivered. */
export interface Delivery {
  readonly what: 'press' | 'command';
  /** The same for every attempt of Slack to deliver it. */
  readonly id: string;
  readonly ack: () => Promise<void>;
  readonly respond: (answer: PrivateAnswer) => Promise<unknown>;
  readonly work: () => Promise<Words | null>;
}

/**
 * Runs the work first and acknowledges after it, but in time (Slack gives 3 s), then tells the asker what there is to tell.
 * Never throws. While we are stopping nothing is taken: unacknowledged, it is delivered again or the person sees it failed.
 */
export async function answer(deps: Answering, delivery: Delivery): Promise<void> {
  const { log } = deps;
  await deps.gate.pass(async () => {
    let acknowledged: Promise<void> | undefined;
    const ack = (): Promise<void> => {
      acknowledged ??= delivery.ack().catch(passOver(log, `acknowledging a ${delivery.what}`));
      return acknowledged;
    };
    const timer = setTimeout(() => void ack(), deps.patience);
    const reply = await worked(deps, delivery);
    clearTimeout(timer);
    await ack();
    if (reply !== null) await tell(deps, delivery.respond, reply);
  });
}

/** Says it to the asker alone. Never throws. */
export async function tell(
  deps: Pick<Answering, 'clock' | 'log'>,
  respond: (answer: PrivateAnswer) => Promise<unknown>,
  words: Words,
): Promise<void> {
  try {
    const { text, blocks } = render({ words }, deps.clock());
    await respond({ response_type: 'ephemeral', replace_original: false, text, blocks });
  } catch (error) {
    passOver(deps.log, 'answering in Slack')(error);
  }
}

async function worked(deps: Answering, delivery: Delivery): Promise<Words | null> {
  try {
    if (!(await deps.core.firstTime('slack', delivery.id))) return null;
    return await delivery.work();
  } catch (error) {
    return sorryFor(deps.log, `a ${delivery.what}`, error);
  }
}
