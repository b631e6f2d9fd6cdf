import { App, type Receiver } from '@slack/bolt';
import { takePresses } from './actions.ts';
import { takeCommands } from './commands.ts';
import type { FormDeps } from './forms.ts';
import { actOnce } from './once.ts';
import { takeSubmissions } from './submissions.ts';
import { type Wire, webOptions } from './web.ts';

/** One app for every way in. It asks Slack nothing by itself. */
export function createBolt(wire: Wire, signal: AbortSignal, receiver: Receiver, deps: FormDeps): App {
  const app = new App({
    receiver,
    authorize: async () => ({}),
    logger: wire.logger,
    clientOptions: webOptions(wire, signal),
    convoStore: false,
    deferInitialization: true,
  });
  app.error(async (error) => deps.log.error({ err: error }, 'a delivery of Slack failed'));
  actOnce(app, deps.core);
  takePresses(app, deps);
  takeCommands(app, deps);
  takeSubmissions(app, deps);
  return app;
}
