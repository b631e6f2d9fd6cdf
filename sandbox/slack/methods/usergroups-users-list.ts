import { z } from 'zod';
import { accept, refuse } from '../answer.ts';
import { flag, method } from '../method.ts';
import { userGroups } from '../workspace.ts';

/** https://docs.slack.dev/reference/methods/usergroups.users.list. Of a group that has nobody the list is empty. */
export const usergroupsUsersList = method({
  name: 'usergroups.users.list',
  token: 'bot',
  scope: 'usergroups:read',
  args: { usergroup: z.string(), include_disabled: flag.optional(), team_id: z.string().optional() },
  run({ usergroup }) {
    const group = userGroups.find((each) => each.id === usergroup);
    return group ? accept({ users: group.users }) : refuse('no_such_subteam');
  },
});
