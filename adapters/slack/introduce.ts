import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { ChatCore } from '../../src/chat/port.ts';
import { tried } from '../../src/chat/tried.ts';
import { type Failure, failureOf, wordsOf } from './failure.ts';
import type { Health } from './health.ts';

const identity = z.object({ team_id: z.string(), team: z.string().default('') });

/** What came of it: `failure` where Slack did not take us in; `ours` when the workspace is connected to an account. */
export interface Greeting {
  readonly failure: Failure | null;
  readonly ours: boolean;
  /** The workspace that the token belongs to; null where Slack did not say. */
  readonly workspace: string | null;
}

/** Asks Slack which workspace the bot's token belongs to, and tells the core, unless it is `ours`, which the core knows. */
export async function introduce(deps: {
  client: WebClient;
  core: ChatCore;
  health: Health;
  ours: string | null;
}): Promise<Greeting> {
  const { client, core, health } = deps;
  const greeted = await tried('slack', async () => identity.parse(await client.auth.test()), failureOf);
  if ('failure' in greeted) {
    const { failure } = greeted;
    if (failure.kind === 'said-no') health.answered('bot', failure.code);
    health.lost(wordsOf(failure));
    return { failure, ours: false, workspace: null };
  }
  const who = greeted.value;
  health.answered('bot', null);
  if (who.team_id === deps.ours) return { failure: null, ours: true, workspace: who.team_id };
  const words = await core.connected('slack', who.team_id, who.team);
  health.strange(words);
  return { failure: null, ours: words === null, workspace: who.team_id };
}
