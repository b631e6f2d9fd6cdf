import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { OpenView } from '../../sandbox/slack/views.ts';
import { socketClient, webClient } from './clients.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });

/** A form with one field of each kind; `Title` alone is required. */
export const form = {
  type: 'modal' as const,
  callback_id: 'form',
  private_metadata: 'secret',
  title: plain('A form'),
  submit: plain('Send'),
  close: plain('Leave'),
  blocks: [
    { type: 'section' as const, text: { type: 'mrkdwn' as const, text: '*Tell* us' } },
    {
      type: 'input' as const,
      block_id: 'title',
      label: plain('Title'),
      hint: plain('A few words'),
      element: { type: 'plain_text_input' as const, action_id: 'title', min_length: 2, max_length: 10 },
    },
    {
      type: 'input' as const,
      block_id: 'size',
      label: plain('Size'),
      optional: true,
      element: {
        type: 'static_select' as const,
        action_id: 'size',
        placeholder: plain('How large?'),
        options: [
          { text: plain('Small'), value: 's' },
          { text: plain('Large'), value: 'l' },
        ],
        initial_option: { text: plain('Small'), value: 's' },
      },
    },
    {
      type: 'input' as const,
      block_id: 'who',
      label: plain('Who'),
      optional: true,
      element: { type: 'users_select' as const, action_id: 'who' },
    },
    {
      type: 'input' as const,
      block_id: 'when',
      label: plain('When'),
      optional: true,
      element: { type: 'datetimepicker' as const, action_id: 'when', initial_date_time: 1_700_000_000 },
    },
  ],
};

/** Words and a button, nothing to fill in. */
export const words = {
  type: 'modal' as const,
  title: plain('One moment'),
  close: plain('Close'),
  blocks: [
    { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'Getting the form…' } },
    {
      type: 'actions' as const,
      block_id: 'more',
      elements: [{ type: 'button' as const, text: plain('Go'), action_id: 'go', value: 'v1' }],
    },
  ],
};

/** What the app is told, and what it answers to the forms that are sent to it; undefined: nothing, ever. */
export interface App {
  readonly heard: Record<string, unknown>[];
  readonly triggers: string[];
  answer: (nth: number) => object | 'empty' | 'silence';
}

/** An app over Socket Mode that opens nothing by itself. */
export async function openApp(sandbox: Sandbox): Promise<App> {
  const client = await socketClient(sandbox);
  const app: App = { heard: [], triggers: [], answer: () => 'empty' };
  client.on('slash_commands', async ({ ack, body }) => {
    app.triggers.push(String(body.trigger_id));
    await ack();
  });
  client.on('interactive', async ({ ack, body }) => {
    app.heard.push(body);
    app.triggers.push(String(body.trigger_id));
    const answer = body.type === 'view_submission' ? app.answer(app.heard.length) : 'empty';
    if (answer !== 'silence') await (answer === 'empty' ? ack() : ack({ ...answer }));
  });
  return app;
}

/** Has somebody type a command, so that the app may show something. */
export async function trigger(sandbox: Sandbox, app: App, person = 'U0ADA'): Promise<string> {
  await sandbox.command({ person, channel: 'C0OPS', text: '/incident trigger' });
  return app.triggers.at(-1) ?? '';
}

/** Shows a view to somebody; what is shown then. */
export async function show(sandbox: Sandbox, app: App, view: typeof form | typeof words = form): Promise<OpenView> {
  await webClient(sandbox).views.open({ trigger_id: await trigger(sandbox, app), view });
  const shown = sandbox.viewOf('U0ADA');
  if (shown === null) throw new Error('Ada is shown nothing');
  return shown;
}
