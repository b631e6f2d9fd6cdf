import { z } from 'zod';
import type { Submission } from '../../src/chat/form.ts';

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
const payload = z.object({
  user: z.object({ id: z.string(), team_id: z.string().nullish() }),
  team: z.object({ id: z.string() }).nullish(),
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    blocks: z.array(z.unknown()).default([]),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  }),
});

const inputBlock = z.object({
  type: z.literal('input'),
  block_id: z.string(),
  label: z.object({ text: z.string() }),
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

/** The fields that a form showed: what is called how, in their order. */
export type Labels = ReadonlyMap<string, string>;

export interface SentForm {
  readonly submission: Submission;
  readonly labels: Labels;
}

/** Null: it lacks what a form needs. What was left empty is left out. */
export function readForm(body: unknown): SentForm | null {
  const parsed = payload.safeParse(body);
  if (!parsed.success) return null;
  const { user, team, view } = parsed.data;
  // In a channel shared with another company the person may be theirs: their own workspace says who it is.
  const workspace = user.team_id ?? team?.id;
  if (workspace === undefined) return null;
  const answers: Record<string, string> = {};
  for (const [field, inputs] of Object.entries(view.state.values)) {
    const answer = answerOf.safeParse(Object.values(inputs)[0]);
    if (answer.success && answer.data !== '') answers[field] = answer.data;
  }
  const labels = view.blocks.flatMap((block): [string, string][] => {
    const input = inputBlock.safeParse(block);
    return input.success ? [[input.data.block_id, input.data.label.text]] : [];
  });
  const speaker = { platform: 'slack', workspace, person: user.id } as const;
  return {
    submission: { speaker, token: view.callback_id, answers, shown: view.id },
    labels: new Map(labels),
  };
}
