import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';
import { commandShape } from '../commands.ts';
import { fail, invalidForm } from '../failure.ts';
import { commandForms } from '../form/commands.ts';
import { complaintsOf } from '../form/complaints.ts';
import { bot } from '../guild.ts';
import { objectionToGuild } from './find.ts';
import { type Answer, done, type Office, part, type Request, type Route, type Verb } from './route.ts';

type Run = (guildId: string | null, request: Request, office: Office) => Answer;

/** The same for the commands of the server and for those that are everywhere. */
function inBothPlaces(verb: Verb, path: string, run: Run): Route[] {
  const own = (request: Request): boolean => part(request, 'application.id') === bot.id;
  return [
    {
      verb,
      path: `/applications/{application.id}/guilds/{guild.id}/commands${path}`,
      run(request, office) {
        if (!own(request)) return fail(Code.UnknownApplication);
        const id = part(request, 'guild.id');
        return objectionToGuild(office.world, id) ?? run(id, request, office);
      },
    },
    {
      verb,
      path: `/applications/{application.id}/commands${path}`,
      run: (request, office) => (own(request) ? run(null, request, office) : fail(Code.UnknownApplication)),
    },
  ];
}

export const commandRoutes: readonly Route[] = [
  ...inBothPlaces('GET', '', (place, _request, { commands }) => done(commands.of(place).map(commandShape))),
  ...inBothPlaces('GET', '/{command.id}', (place, request, { commands }) => {
    const found = commands.of(place).find((each) => each.id === part(request, 'command.id'));
    return found ? done(commandShape(found)) : fail(Code.UnknownApplicationCommand);
  }),
  ...inBothPlaces('PUT', '', (place, { body }, { commands }) => {
    const forms = commandForms.safeParse(body);
    if (!forms.success) return invalidForm(complaintsOf(forms.error, body));
    return done(commands.overwrite(place, forms.data).map(commandShape));
  }),
];
