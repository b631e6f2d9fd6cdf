import { z } from 'zod';
import { type Verdict, warning, wrong } from '../../src/doctor/port.ts';

/** https://docs.discord.com/developers/resources/application#application-object */
export const applicationSchema = z.object({
  id: z.string().min(1),
  name: z.string().default(''),
  interactions_endpoint_url: z.string().nullish(),
  bot_require_code_grant: z.boolean().default(false),
});

/** Settings of the application that keep presses, or the bot itself, from arriving. */
export function applicationVerdicts(application: z.output<typeof applicationSchema>): readonly Verdict[] {
  const endpoint = application.interactions_endpoint_url ?? '';
  return [
    ...(endpoint === ''
      ? []
      : [
          wrong(
            `Discord sends presses and commands to ${endpoint}, so none of them reaches Reveille.`,
            'Empty "Interactions Endpoint URL" under "General Information" on your app\'s page at https://discord.com/developers/applications.',
          ),
        ]),
    ...(application.bot_require_code_grant
      ? [
          warning(
            'The application asks for a code grant, so the link below lets nobody in.',
            'Switch "Requires OAuth2 Code Grant" off under "Bot" on your app\'s page at https://discord.com/developers/applications.',
          ),
        ]
      : []),
  ];
}
