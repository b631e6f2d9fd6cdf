import type { State } from './view-state.ts';
import type { OpenView } from './views.ts';
import { bot, team } from './workspace.ts';

/** A view as Slack gives it to apps (https://docs.slack.dev/reference/methods/views.open, "Response"). */
export function viewShape({ id, hash, modal }: OpenView, values: State = {}): Record<string, unknown> {
  const shown = (text: { readonly text: string } | undefined): unknown => (text ? { emoji: true, ...text } : null);
  return {
    id,
    team_id: team.id,
    type: 'modal',
    blocks: modal.blocks,
    private_metadata: modal.private_metadata ?? '',
    callback_id: modal.callback_id ?? '',
    state: { values },
    hash,
    title: shown(modal.title),
    clear_on_close: false,
    notify_on_close: false,
    close: shown(modal.close),
    submit: shown(modal.submit),
    previous_view_id: null,
    root_view_id: id,
    app_id: bot.appId,
    external_id: '',
    app_installed_team_id: team.id,
    bot_id: bot.botId,
  };
}
