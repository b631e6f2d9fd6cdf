import { InteractionType } from 'discord.js';
import { z } from 'zod';
import { never } from '../../src/lib/result.ts';
import { takePress } from './actions.ts';
import type { AnswerDeps } from './answer.ts';
import { takeCommand, takeTyping } from './commands.ts';
import { type Interaction, interactionSchema } from './interaction.ts';
import { takeSubmission } from './submissions.ts';

/** Whatever a person did with us in Discord. Never rejects. */
export async function takeInteraction(deps: AnswerDeps, payload: unknown): Promise<void> {
  const parsed = interactionSchema.safeParse(payload);
  if (!parsed.success) {
    deps.log.warn({ problem: z.prettifyError(parsed.error) }, 'an interaction of Discord could not be read');
    return;
  }
  try {
    await take(deps, parsed.data);
  } catch (error) {
    deps.log.error({ err: error }, 'an interaction of Discord failed');
  }
}

async function take(deps: AnswerDeps, it: Interaction): Promise<void> {
  switch (it.type) {
    case InteractionType.ApplicationCommand:
      return await takeCommand(deps, it);
    case InteractionType.ApplicationCommandAutocomplete:
      return await takeTyping(deps, it);
    case InteractionType.MessageComponent:
      return await takePress(deps, it);
    case InteractionType.ModalSubmit:
      return await takeSubmission(deps, it);
    default:
      return never(it);
  }
}
