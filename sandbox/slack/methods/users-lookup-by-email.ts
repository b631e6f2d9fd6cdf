import { z } from 'zod';
import { accept, refuse } from '../answer.ts';
import { method } from '../method.ts';
import { userShape } from '../user-shape.ts';

/** https://docs.slack.dev/reference/methods/users.lookupByEmail. Its "nobody" is `users_not_found`, with an s. */
export const usersLookupByEmail = method({
  name: 'users.lookupByEmail',
  token: 'bot',
  scope: 'users:read.email',
  args: { email: z.string() },
  run(args, { world }) {
    const person = world.people.find((each) => each.email === args.email.toLowerCase());
    return person ? accept({ user: userShape(person.id, false) }) : refuse('users_not_found');
  },
});
