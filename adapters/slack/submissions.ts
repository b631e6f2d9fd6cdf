import type { App, types } from '@slack/bolt';
import { z } from 'zod';
import type { Submission, Submitted } from '../../src/chat/form.ts';
import { passOver } from '../../src/lib/log.ts';
import type { FormDeps } from './forms.ts';
import { endOf } from './gate.ts';
import { wordsView } from './view.ts';

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
const payload = z.object({
  user: z.object({ id: z.string(), team_id: z.string().nullish() }),
  team: z.object({ id: z.string() }).nullish(),
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  }),
});

const answerOf = z.union([
  z.object({ type: z.literal('plain_text_input'), value: z.string() }).transform((it) => it.value),
  z
    .object({ type: z.literal('static_select'), selected_option: z.object({ value: z.string() }) })
    .transform((it) => it.selected_option.value),
  z.object({ type: z.literal('users_select'), selected_user: z.string() }).transform((it) => it.selected_user),
  z
    .object({ type: z.literal('datetimepicker'), selected_date_time: z.number() })
    .transform((it) => String(it.selected_date_time * 1000)),
]);

export function takeSubmissions(app: App, deps: FormDeps): void {
  app.view({ type: 'view_submission', callback_id: /^rv1:form:/ }, async ({ body, ack }) => {
    const submission = toSubmission(body);
    if (submission === null) {
      deps.log.warn({}, 'a form from Slack could not be read');
      return;
    }
    await deps.gate.pass(async () => {
      const submitted = deps.core.submit(submission);
      const inTime = await endOf(submitted, deps.patience);
      try {
        if (inTime) return await ack(responseTo(await submitted, deps.clock()));
        await ack({ response_action: 'update', view: wordsView('One moment', { lines: [['Working on it…']] }, 0) });
        const view = lateView(await submitted, deps.clock());
        await deps.client.views.update({ view_id: submission.shown, view });
      } catch (error) {
        passOver(deps.log, 'answering a form')(error);
      }
    });
  });
}

/** Null: it lacks what a form needs. What was left empty is left out. */
export function toSubmission(body: unknown): Submission | null {
  const parsed = payload.safeParse(body);
  if (!parsed.success) return null;
  const { user, team, view } = parsed.data;
  const workspace = user.team_id ?? team?.id;
  if (workspace === undefined) return null;
  const answers: Record<string, string> = {};
  for (const [field, inputs] of Object.entries(view.state.values)) {
    const answer = answerOf.safeParse(Object.values(inputs)[0]);
    if (answer.success && answer.data !== '') answers[field] = answer.data;
  }
  const speaker = { platform: 'slack', workspace, person: user.id } as const;
  return { speaker, token: view.callback_id, answers, shown: view.id };
}

type Response =
  | { response_action: 'clear' }
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: types.ModalView };

function responseTo(submitted: Submitted, now: number): Response {
  if (submitted.kind === 'mend') return { response_action: 'errors', errors: { ...submitted.problems } };
  if (submitted.words === null) return { response_action: 'clear' };
  return { response_action: 'update', view: wordsView('Reveille', submitted.words, now) };
}

/** Slack waits for 3 s; after that a form cannot be marked any more, only replaced. */
function lateView(submitted: Submitted, now: number): types.ModalView {
  if (submitted.kind === 'done') return wordsView('Reveille', submitted.words ?? { lines: [['Done.']] }, now);
  const lines = Object.entries(submitted.problems).map(([field, problem]) => [`${field}: ${problem}`]);
  return wordsView('Reveille', { lines: [['Please open the form again.'], ...lines] }, now);
}
