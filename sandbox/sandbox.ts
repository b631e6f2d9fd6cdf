import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { type CallLog, createCallLog, type RecordedCall } from './call-log.ts';
import { createFailures, type Failure } from './failures.ts';
import { createGate, standGuard } from './gate.ts';
import { serveDeeds } from './page-server/deeds.ts';
import { serveFeed } from './page-server/feed.ts';
import { serveFiles } from './page-server/files.ts';
import { takeBodiesAsText } from './slack/body.ts';
import { createInteractions, type Press, type Typed } from './slack/interactions.ts';
import { createLink } from './slack/link.ts';
import { serveResponseUrls } from './slack/response-urls.ts';
import { serveWebApi } from './slack/web-api.ts';
import { bot, botScopes, slackbot, slashCommands, team, tokens } from './slack/workspace.ts';
import type { AlertTarget } from './test-alert.ts';
import { createWorld, type World } from './world.ts';
import { keepWorldFile, readWorldFile } from './world-file.ts';

export interface SandboxOptions {
  /** Where to listen; nothing else is reachable. */
  host: string;
  /** 0: any free port. */
  port: number;
  /** JSON file in which the world survives restarts; absent: memory only. */
  worldFile?: string;
  /** Scopes that the app was installed without, as an older manifest would. */
  withoutScopes?: readonly string[];
  /** Where "Send a test alert" posts PagerDuty Events v2, and its routing key. */
  alert?: AlertTarget;
}

export interface Sandbox {
  /** The page, e.g. `http://127.0.0.1:7701`. */
  readonly url: string;
  readonly slack: { apiUrl: string; botToken: string; appToken: string; teamId: string };
  /** Newest last, at most 500. */
  readonly calls: readonly RecordedCall[];
  readonly world: World;
  setAlertTarget(alert: AlertTarget): void;
  /**
   * The same as a click on the page. Settles when the app acknowledged. Rejects with `NotPossible` when the person does
   * not see that button now, with `NotDelivered` when the app did not take it.
   */
  press(press: Press): Promise<void>;
  /** A slash command, typed. Settles and rejects like `press`; a failure is also shown to the person, by Slackbot. */
  command(typed: Typed): Promise<void>;
  /** Makes the next calls of a Web API method (or of `response_url`) fail; null: not any more. */
  fail(method: string, failure: Failure | null): void;
  /** Open Socket Mode connections. */
  readonly connections: number;
  /** Asks every Socket Mode connection to come anew (`refresh_requested`), as Slack does every few hours. */
  refreshConnections(): void;
  /** Cuts every Socket Mode connection without a word. */
  dropConnections(): void;
  close(): Promise<void>;
}

/** Calls that the page is shown when it opens. */
const callsShown = 100;

/**
 * A local workspace that speaks Slack's Web API and Socket Mode, strictly, and a page to use it. Rejects with node's own
 * error when it cannot listen (`EADDRINUSE`).
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  let alertTarget = options.alert;
  let port = options.port;
  const world = createWorld(readWorldFile(options.worldFile), Date.now);
  const file = keepWorldFile(options.worldFile, () => world.toKeep());
  const failures = createFailures();
  const authority = `${options.host.includes(':') ? `[${options.host}]` : options.host}`;
  const base = (): string => `http://${authority}:${port}/`;

  const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: 1_000_000 });
  takeBodiesAsText(app);
  const gate = createGate(options.host, () => port);
  standGuard(app, gate);
  const feed = serveFeed(app, () => ({
    team,
    bot,
    slackbot,
    commands: slashCommands,
    people: world.people,
    channels: world.channels,
    messages: world.messages,
    connections: link.connections,
    calls: log.calls.slice(-callsShown),
  }));
  const log: CallLog = createCallLog((call) => feed.send('call', call));
  const link = createLink(app.server, gate, (connections) => feed.send('connections', { connections }));
  const openLink = (): string => `${base().replace('http', 'ws')}link?ticket=${link.openTicket()}`;
  const scopes = botScopes.filter((scope) => !options.withoutScopes?.includes(scope));
  serveWebApi(app, { world, scopes, url: () => base(), openLink }, log, failures);
  const acts = createInteractions(world, link, serveResponseUrls(app, world, log, failures), base);
  serveDeeds(app, { acts, link, failures, alertTarget: () => alertTarget });
  serveFiles(app);
  world.onChange(({ kind, ...change }) => {
    file.soon();
    feed.send(kind, change);
  });

  await app.listen({ host: options.host, port });
  port = addressOf(app.server.address()).port;

  return {
    url: base().slice(0, -1),
    slack: { apiUrl: `${base()}api/`, botToken: tokens.bot, appToken: tokens.app, teamId: team.id },
    calls: log.calls,
    world,
    setAlertTarget: (alert) => {
      alertTarget = alert;
    },
    press: acts.press,
    command: acts.command,
    fail: failures.set,
    get connections() {
      return link.connections;
    },
    refreshConnections: link.refresh,
    dropConnections: link.drop,
    async close() {
      feed.close();
      link.close();
      await app.close();
      file.flush();
    },
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The sandbox listens on no port');
  return address;
}
