import { z } from 'zod';

/** https://docs.slack.dev/reference/methods/users.info */
export const userInfo = z.object({
  user: z.object({
    team_id: z.string().optional(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    is_email_confirmed: z.boolean().default(false),
    /** The address is there only with the scope users:read.email. */
    profile: z.object({ email: z.string().nullish() }).optional(),
  }),
});

/** The address that Slack has verified of somebody of this workspace; null: there is none that says who it is. */
export function emailOf(user: z.output<typeof userInfo>['user'], workspace: string | null): string | null {
  if (user.deleted || user.is_bot || user.is_stranger || !user.is_email_confirmed) return null;
  // Somebody of another company, in a channel that both share, has verified it there.
  if (user.team_id !== workspace) return null;
  const email = user.profile?.email?.trim() ?? '';
  return email === '' ? null : email;
}
