import { accept } from '../answer.ts';
import { method } from '../method.ts';

/** https://docs.slack.dev/reference/methods/apps.connections.open */
export const appsConnectionsOpen = method({
  name: 'apps.connections.open',
  token: 'app',
  scope: 'connections:write',
  args: {},
  run: (_, office) => accept({ url: office.openLink() }),
});
