import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Command } from '../../src/chat/port.ts';
import { answer } from './answer.ts';
import { deliveryId } from './delivery-id.ts';
import { type FormDeps, showForm } from './forms.ts';

/** The slash commands that the manifest asks for. */
export const slackCommands = ['/incident', '/reveille'] as const;

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
const payload = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: z.string(),
  user_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string().optional(),
});

export function takeCommands(app: App, deps: FormDeps): void {
  const names = new RegExp(`^(?:${slackCommands.join('|')})$`);
  app.command(names, async ({ body, context, ack, respond }) => {
    const parsed = payload.safeParse(body);
    if (!parsed.success) {
      deps.log.warn({ problem: z.prettifyError(parsed.error) }, 'a command of Slack could not be read');
      return;
    }
    const command = toCommand(parsed.data);
    const { trigger_id: trigger } = parsed.data;
    const id = deliveryId(trigger, context);
    const request = deps.core.formFor(command);
    if (request !== null && trigger !== undefined) {
      const { speaker } = command;
      return await showForm(deps, { id, speaker, request, trigger, ack: () => ack(), respond });
    }
    await answer(deps, {
      what: 'command',
      id,
      ack: () => ack(),
      respond,
      work: () => deps.core.command(command),
    });
  });
}

export function toCommand(said: z.output<typeof payload>): Command {
  const speaker = { platform: 'slack', workspace: said.team_id, person: said.user_id } as const;
  return { speaker, name: said.command.slice(1), text: said.text.trim(), channel: said.channel_id };
}
