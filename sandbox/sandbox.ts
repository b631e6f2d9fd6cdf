import fastify from 'fastify';
import { type CallLog, createCallLog, type RecordedCall } from './call-log.ts';
import { discordFaultSchema } from './discord/fault.ts';
import { type MountedDiscord, mountDiscord } from './discord/mount.ts';
import type { Judge } from './discord/rest/serve.ts';
import { breakable, cutsSockets, faultSchema } from './faults/fault.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { answeringUnder } from './faults/under-faults.ts';
import { type Naming, type Shown, shownOf } from './faults/words.ts';
import { createGate, standGuard } from './gate.ts';
import { deedTaker } from './page-server/deed.ts';
import { serveDeeds } from './page-server/deeds.ts';
import { serveDiscordDeeds } from './page-server/discord-deeds.ts';
import { discordChange, discordNaming, discordView } from './page-server/discord-view.ts';
import { serveFaultDeeds } from './page-server/fault-deeds.ts';
import { serveFeed } from './page-server/feed.ts';
import { serveFiles } from './page-server/files.ts';
import { serveViewDeeds } from './page-server/view-deeds.ts';
import { portOf } from './port-of.ts';
import { takeBodiesAsText } from './slack/body.ts';
import type { Delivery } from './slack/delivery.ts';
import { createHttpDelivery } from './slack/http-delivery.ts';
import { createInteractions, type Press, type Typed } from './slack/interactions.ts';
import { createLink } from './slack/link.ts';
import { createQuietHours, type Window } from './slack/quiet-hours.ts';
import { serveResponseUrls } from './slack/response-urls.ts';
import { createTriggers } from './slack/triggers.ts';
import { createViewActs, type ViewActs } from './slack/view-acts.ts';
import { createViews, type OpenView } from './slack/views.ts';
import { serveWebApi } from './slack/web-api.ts';
import { bot, botScopes, signingSecret, slackbot, slashCommands, team, tokens } from './slack/workspace.ts';
import type { AlertTarget } from './test-alert.ts';
import { createUpgrades } from './upgrades.ts';
import { createWorld, type World } from './world.ts';
import { keepWorldFile, readWorldFile } from './world-file.ts';

export interface SandboxOptions {
  /** Where to listen; nothing else is reachable. */
  host: string;
  /** 0: any free port. */
  port: number;
  /** JSON file in which the world survives restarts; absent: memory only. */
  worldFile?: string;
  /** The same of the local Discord, in a file of its own. */
  discordWorldFile?: string;
  /** Judges every body that the local Discord is sent by a description of its API, beside the sandbox's own rules. */
  discordJudge?: Judge;
  /** Where the app takes requests over HTTP; absent: the app is told over Socket Mode. */
  requestUrl?: string;
  /** Scopes that the app was installed without, as an older manifest would. */
  withoutScopes?: readonly string[];
  /** Where "Send a test alert" posts PagerDuty Events v2, and its routing key. */
  alert?: AlertTarget;
}

export interface Sandbox extends ViewActs {
  /** The page, e.g. `http://127.0.0.1:7701`. */
  readonly url: string;
  readonly slack: { apiUrl: string; botToken: string; appToken: string; teamId: string };
  /** The local Discord on the same port, and what people do there. */
  readonly discord: MountedDiscord;
  readonly signingSecret: string;
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
  /** The modal that a person is shown; null: none. */
  viewOf(person: string): OpenView | null;
  /** Tells the app what people do by signed requests to this address from now on; null: over Socket Mode. */
  setRequestUrl(url: string | null): void;
  /** Whether the app's address answers as Slack asks when it is typed into the app's settings. */
  verifyRequestUrl(): Promise<boolean>;
  /** Sends an event over HTTP, again where it is not taken in 3 s. The value is whether it was taken in the end. */
  sendEvent(event: Readonly<Record<string, unknown>>): Promise<boolean>;
  /** When a person is shown no notifications; null: they are shown again. The same as `/dnd`, typed. */
  setQuiet(person: string, window: Window | null): void;
  /** What is wrong with it; the calls in `calls` say which of these hit them. */
  readonly faults: Faults;
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
 * A local Slack and a local Discord that speak the platforms' protocols, strictly, on one port, and a page to use both.
 * Rejects with node's own error when it cannot listen (`EADDRINUSE`).
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  let alertTarget = options.alert;
  let port = options.port;
  const world = createWorld(readWorldFile(options.worldFile), Date.now);
  const file = keepWorldFile(options.worldFile, () => world.toKeep());
  const quiet = createQuietHours();
  const now = (): number => Date.now();
  const triggers = createTriggers(now);
  const views = createViews({ now, told: (person, view) => feed.send('view', { person, view }) });
  const http = createHttpDelivery(options.requestUrl ?? null);
  const naming: Naming = { sockets: 'Socket Mode', nameOf: (channel) => channelName(world, channel) };
  const faults = createFaults({
    schema: faultSchema,
    now: Date.now,
    begun: (fault) => {
      if (cutsSockets(fault)) link.drop();
    },
    changed: () => feed.send('faults', { faults: shown() }),
  });
  const shown = (): readonly Shown[] => faults.on.map((each) => shownOf(each, naming));
  const authority = `${options.host.includes(':') ? `[${options.host}]` : options.host}`;
  const base = (): string => `http://${authority}:${port}/`;

  const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: 10_000_000 });
  takeBodiesAsText(app);
  const gate = createGate(options.host, () => port);
  standGuard(app, gate);
  /** For the page. Over HTTP nothing tells whether somebody is at the address until it is tried. */
  const connections = (): number => (http.url === null ? link.connections : 1);
  const feed = serveFeed(app, () => ({
    team,
    bot,
    slackbot,
    commands: slashCommands,
    people: world.people,
    channels: world.channels,
    messages: world.messages,
    connections: connections(),
    calls: newestOf(log.calls, discord.calls),
    breakable,
    faults: shown(),
    views: views.all,
    discord: discordView(discord),
  }));
  const log: CallLog = createCallLog((call) => feed.send('call', { ...call, platform: 'slack' }));
  const upgrades = createUpgrades(app.server, gate);
  const link = createLink({
    upgrades,
    told: (connections) => feed.send('connections', { connections }),
    struck: () => {
      const fault = faults.strike({ kind: 'socket' });
      const refused = { at: Date.now(), method: 'socket', args: {}, ok: false, error: 'not_let_in' };
      if (fault !== null) log.record({ ...refused, fault: fault.kind });
      return fault;
    },
  });
  const openLink = (): string => `${base().replace('http', 'ws')}link?ticket=${link.openTicket()}`;
  const scopes = botScopes.filter((scope) => !options.withoutScopes?.includes(scope));
  const answering = answeringUnder(faults, log);
  serveWebApi(app, { world, quiet, views, triggers, scopes, url: () => base(), openLink }, answering);
  const delivery: Delivery = { deliver: (...it) => (http.url === null ? link : http).deliver(...it) };
  const urls = serveResponseUrls(app, world, answering);
  const acts = createInteractions({ world, delivery, urls, triggers, quiet, base });
  const viewActs = createViewActs({ world, views, triggers, delivery, log });
  const deed = deedTaker(app);
  serveDeeds(deed, { acts, alertTarget: () => alertTarget });
  serveViewDeeds(deed, viewActs);
  serveFaultDeeds(deed, { under: '', schema: faultSchema, faults, sockets: link, naming });
  const discord: MountedDiscord = mountDiscord(
    {
      app,
      upgrades,
      under: '/discord',
      authority: () => `${authority}:${port}`,
      told(news) {
        const change = discordChange(discord, news);
        if (change !== null) feed.send('discord', change);
        if (news.kind === 'call') feed.send('call', { ...news.call, platform: 'discord' });
      },
    },
    {
      ...(options.discordWorldFile !== undefined && { worldFile: options.discordWorldFile }),
      ...(options.discordJudge && { judge: options.discordJudge }),
    },
  );
  serveDiscordDeeds(deed, discord);
  serveFaultDeeds(deed, {
    under: 'discord/',
    schema: discordFaultSchema,
    faults: discord.faults,
    sockets: { refresh: discord.reconnectGateway, drop: discord.dropSockets },
    naming: discordNaming(discord.world),
  });
  serveFiles(app);
  world.onChange(({ kind, ...change }) => {
    file.soon();
    feed.send(kind, change);
  });

  await app.listen({ host: options.host, port });
  port = portOf(app.server);

  return {
    url: base().slice(0, -1),
    slack: { apiUrl: `${base()}api/`, botToken: tokens.bot, appToken: tokens.app, teamId: team.id },
    discord,
    signingSecret,
    calls: log.calls,
    world,
    setAlertTarget: (alert) => {
      alertTarget = alert;
    },
    press: acts.press,
    command: acts.command,
    ...viewActs,
    viewOf: views.of,
    setRequestUrl(url) {
      http.pointAt(url);
      feed.send('connections', { connections: connections() });
    },
    verifyRequestUrl: http.verify,
    sendEvent: http.sendEvent,
    setQuiet: quiet.set,
    faults,
    get connections() {
      return link.connections;
    },
    refreshConnections: link.refresh,
    dropConnections: link.drop,
    async close() {
      feed.close();
      faults.close();
      link.close();
      http.close();
      discord.close();
      await app.close();
      file.flush();
    },
  };
}

/** The newest calls of both platforms, oldest first. */
function newestOf(slack: readonly RecordedCall[], discord: readonly RecordedCall[]): readonly object[] {
  const of = (platform: string, calls: readonly RecordedCall[]) => calls.map((call) => ({ ...call, platform }));
  return [...of('slack', slack), ...of('discord', discord)].sort((a, b) => a.at - b.at).slice(-callsShown);
}

/** A channel as people know it: by its name, a direct message by its person. */
function channelName(world: World, id: string): string {
  const channel = world.channels.find((each) => each.id === id);
  if (!channel) return id;
  const person = world.people.find((each) => each.id === channel.dmWith);
  return person ? `the direct messages with ${person.realName}` : `#${channel.name}`;
}
