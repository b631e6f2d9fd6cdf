import { type App, type Logger, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import { endOf } from '../../src/lib/gate.ts';
import { keepEnvelopeId } from './delivery-id.ts';
import { type Failure, failureOf } from './failure.ts';

export interface SessionDeps {
  readonly appToken: string;
  readonly app: App;
  readonly logger: Logger;
  /** Called once per session, because the socket client writes into the options. */
  readonly options: (signal: AbortSignal) => WebClientOptions;
}

/** One connection to Slack, from opening to its end. It is never opened anew: a session that has ended is replaced. */
export interface Session {
  /** Null: it takes deliveries now. Settles within `patience`. Never rejects. */
  readonly opened: Promise<Failure | null>;
  /** Resolves when an opened session has ended, by whomever. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds without an answer to our pings after which a connection counts as dead. */
const silence = 5000;
/** Milliseconds from asking for a connection to Slack's hello on it. */
const patience = 15_000;
/** Milliseconds that the other side is given to say goodbye; the client alone would wait 30 s. */
const goodbye = 1000;

/**
 * Opens a connection with a client of its own. The client's reconnecting is off: 3.1.0 waits seconds before it tries, and
 * ends the process with an unhandled rejection when an attempt fails (node-slack-sdk issue 2656). `keepSocket` does it.
 */
export function openSession(deps: SessionDeps): Session {
  const giveUp = new AbortController();
  const receiver = new SocketModeReceiver({
    appToken: deps.appToken,
    logger: deps.logger,
    autoReconnectEnabled: false,
    clientPingTimeout: silence,
    installerOptions: { clientOptions: deps.options(giveUp.signal) },
    customPropertiesExtractor: keepEnvelopeId,
    // Whatever failed is in the log; unacknowledged, Slack delivers it again.
    processEventErrorHandler: async ({ error }) => {
      deps.logger.error('a delivery failed', error);
      return false;
    },
  });
  receiver.init(deps.app);
  const { client } = receiver;
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  client.once('disconnected', end);

  const close = async (): Promise<void> => {
    giveUp.abort();
    // Asked a second time, it cuts the connection instead of waiting for the other side.
    if (!(await endOf(client.disconnect(), goodbye))) await endOf(client.disconnect(), goodbye);
    end();
  };
  const opened = (async (): Promise<Failure | null> => {
    const started = receiver.start().then(
      async () => {
        // Given up in the moment between its ticket and its hello, it would live on unseen.
        if (giveUp.signal.aborted) await client.disconnect();
        return null;
      },
      (error: unknown) => failureOf(error),
    );
    const late: Failure = { kind: 'no-answer', reason: 'the connection was not ready in time' };
    let failure: Failure | null = late;
    const inTime = await endOf(
      started.then((result) => {
        failure = result;
      }),
      patience,
    );
    if (!inTime || failure !== null) await close();
    return failure;
  })();
  return { opened, ended, close };
}
