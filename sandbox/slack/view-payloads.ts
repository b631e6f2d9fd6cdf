import type { Block, Button } from './blocks.ts';
import { actionOf, verificationToken } from './payloads.ts';
import { viewShape } from './view-shape.ts';
import type { State } from './view-state.ts';
import type { OpenView } from './views.ts';
import { bot, type Person, team } from './workspace.ts';

interface Done {
  readonly person: Person;
  readonly view: OpenView;
  readonly values: State;
  readonly triggerId: string;
}

/** What both kinds have: who did it, in which view, as it is filled in. */
function common({ person, view, values, triggerId }: Done): Record<string, unknown> {
  return {
    team: { id: team.id, domain: team.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
    api_app_id: bot.appId,
    token: verificationToken,
    trigger_id: triggerId,
    view: viewShape(view, values),
    is_enterprise_install: false,
    enterprise: null,
  };
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
export function viewSubmissionPayload(it: Done): Record<string, unknown> {
  return { type: 'view_submission', ...common(it), response_urls: [] };
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, of a button in a view: without a channel. */
export function viewActionsPayload(it: Done & { block: Block; button: Button }): Record<string, unknown> {
  return {
    type: 'block_actions',
    ...common(it),
    container: { type: 'view', view_id: it.view.id },
    actions: [actionOf(it.block, it.button)],
  };
}
