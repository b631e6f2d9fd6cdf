import { z } from 'zod';

/** https://docs.slack.dev/reference/methods/usergroups.users.list: everybody in the group at once. */
export const groupUsers = z.object({ users: z.array(z.string()) });
