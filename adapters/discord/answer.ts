import {
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  Routes,
} from 'discord.js';
import type { Answering } from '../../src/chat/adapter.ts';
import type { Words } from '../../src/chat/card.ts';
import { cardShows } from '../../src/chat/meanwhile.ts';
import { sorryFor } from '../../src/chat/sorry.ts';
import { passOver } from '../../src/lib/log.ts';
import type { Interaction } from './interaction.ts';
import { render } from './render.ts';
import type { Caller } from './web.ts';

export interface AnswerDeps extends Answering {
  /** Answers an interaction: its own token is the permission. */
  readonly answer: Caller;
}

/**
 * How an interaction is acknowledged where its answer is late or there is nothing to say: a press changes the message that
 * it stands in, so nothing more is shown; a command and a form must say something, to the asker alone.
 */
export type Manner = 'quietly' | 'with-words';

/**
 * Runs the work first and acknowledges after it, but in time, and tells the asker what there is to tell. Never throws.
 * While we are stopping nothing is taken: Discord tells the person that it failed.
 */
export async function answer(
  deps: AnswerDeps,
  it: Interaction,
  asked: { what: string; manner: Manner; work: () => Promise<Words | null> },
): Promise<void> {
  await deps.gate.pass(async () => {
    if (await deps.core.firstTime('discord', it.id)) await reply(deps, it, asked);
  });
}

async function reply(
  deps: AnswerDeps,
  it: Interaction,
  asked: { what: string; manner: Manner; work: () => Promise<Words | null> },
): Promise<void> {
  let deferred: Promise<unknown> | undefined;
  const defer = (): void => {
    const body =
      asked.manner === 'quietly'
        ? { type: InteractionResponseType.DeferredMessageUpdate }
        : { type: InteractionResponseType.DeferredChannelMessageWithSource, data: { flags: MessageFlags.Ephemeral } };
    deferred = respond(deps, it, body).catch(passOver(deps.log, `acknowledging a ${asked.what}`));
  };
  const timer = setTimeout(defer, deps.patience);
  let words: Words | null;
  try {
    words = await asked.work();
  } catch (error) {
    words = sorryFor(deps.log, `a ${asked.what}`, error);
  }
  clearTimeout(timer);
  if (asked.manner === 'with-words') words ??= cardShows;
  if (deferred !== undefined) {
    await deferred;
    if (words !== null) await tellLate(deps, it, asked.manner, words);
    return;
  }
  if (words !== null) return await tell(deps, it, words);
  await respond(deps, it, { type: InteractionResponseType.DeferredMessageUpdate }).catch(
    passOver(deps.log, `acknowledging a ${asked.what}`),
  );
}

/** Says it to the asker alone, as the first answer. Never throws. */
export async function tell(deps: AnswerDeps, it: Interaction, words: Words): Promise<void> {
  try {
    await respond(deps, it, { type: InteractionResponseType.ChannelMessageWithSource, data: privately(deps, words) });
  } catch (error) {
    passOver(deps.log, 'answering in Discord')(error);
  }
}

/** Must be the first answer: a form cannot follow another one. */
export async function showModal(
  deps: AnswerDeps,
  it: Interaction,
  data: APIModalInteractionResponseCallbackData,
): Promise<void> {
  await respond(deps, it, { type: InteractionResponseType.Modal, data });
}

/** https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response */
export async function respond(deps: Pick<AnswerDeps, 'answer'>, it: Interaction, body: object): Promise<void> {
  await deps.answer('post', Routes.interactionCallback(it.id, it.token), body);
}

/** https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages */
async function tellLate(deps: AnswerDeps, it: Interaction, manner: Manner, words: Words): Promise<void> {
  try {
    const data = privately(deps, words);
    if (manner === 'quietly') await deps.answer('post', Routes.webhook(it.application_id, it.token), data);
    else await deps.answer('patch', Routes.webhookMessage(it.application_id, it.token), data);
  } catch (error) {
    passOver(deps.log, 'answering in Discord')(error);
  }
}

function privately({ clock }: AnswerDeps, words: Words): object {
  return { ...render({ words }, clock()), flags: MessageFlags.Ephemeral };
}
