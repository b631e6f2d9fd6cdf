import { z } from 'zod';
import { accept, refuse } from '../answer.ts';
import { flag, method } from '../method.ts';
import { userShape } from '../user-shape.ts';

/** https://docs.slack.dev/reference/methods/users.info */
export const usersInfo = method({
  name: 'users.info',
  token: 'bot',
  scope: 'users:read',
  args: { user: z.string(), include_locale: flag.optional() },
  run(args, { scopes }) {
    // Without this scope the address is left out, and nothing is said of it.
    const withEmail = scopes.includes('users:read.email');
    const user = userShape(args.user, args.include_locale === true, withEmail);
    return user ? accept({ user }) : refuse('user_not_found');
  },
});
