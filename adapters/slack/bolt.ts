import { App, type Receiver } from '@slack/bolt';
import { takePresses } from './actions.ts';
import type { AnswerDeps } from './answer.ts';
import { takeCommands } from './commands.ts';
import { actOnce } from './once.ts';
import { type Wire, webOptions } from './web.ts';

/** One app for every way in. It asks Slack nothing by itself. */
export function createBolt(wire: Wire, signal: AbortSignal, receiver: Receiver, deps: AnswerDeps): App {
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
  return app;
}
