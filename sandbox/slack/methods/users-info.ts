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
  run(args) {
    const user = userShape(args.user, args.include_locale === true);
    return user ? accept({ user }) : refuse('user_not_found');
  },
});
