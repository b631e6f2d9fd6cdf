import type { Method } from './method.ts';
import { appsConnectionsOpen } from './methods/apps-connections-open.ts';
import { authTest } from './methods/auth-test.ts';
import { chatPostEphemeral } from './methods/chat-post-ephemeral.ts';
import { chatPostMessage } from './methods/chat-post-message.ts';
import { chatUpdate } from './methods/chat-update.ts';
import { conversationsInfo } from './methods/conversations-info.ts';
import { conversationsOpen } from './methods/conversations-open.ts';
import { dndInfo } from './methods/dnd-info.ts';
import { usergroupsUsersList } from './methods/usergroups-users-list.ts';
import { usersInfo } from './methods/users-info.ts';
import { usersLookupByEmail } from './methods/users-lookup-by-email.ts';
import { viewsOpen } from './methods/views-open.ts';
import { viewsUpdate } from './methods/views-update.ts';

/** The methods of the Web API that this workspace serves, by name. */
export const methods: ReadonlyMap<string, Method> = new Map(
  [
    chatPostMessage,
    chatUpdate,
    chatPostEphemeral,
    conversationsOpen,
    conversationsInfo,
    dndInfo,
    usergroupsUsersList,
    usersInfo,
    usersLookupByEmail,
    viewsOpen,
    viewsUpdate,
    authTest,
    appsConnectionsOpen,
  ].map((each) => [each.name, each]),
);
