import type { ChatCore } from '../../src/chat/port.ts';
import { type Log, passOver } from '../../src/lib/log.ts';
import { failureOf, wordsOf } from './failure.ts';
import type { Health } from './health.ts';
import { inviteUrl } from './permissions.ts';
import { registerCommands } from './register.ts';
import type { Caller } from './web.ts';

export interface ServersDeps {
  readonly core: Pick<ChatCore, 'connected'>;
  readonly call: Caller;
  readonly health: Pick<Health, 'strange'>;
  readonly log: Log;
  readonly apiUrl: string;
}

/** The servers that the bot is in, and which of them is ours: connected to an account. */
export interface Servers {
  ready(application: string, ids: readonly string[]): void;
  joined(id: string, name: string): void;
  removed(id: string): void;
  /** Looks again: for an account to connect to, and whether the commands are there. Never rejects. */
  look(): Promise<void>;
  /** Everything is as it should be, so that there is no need to look again. */
  isSettled(): boolean;
  /** Resolves when it was looked for the first time. */
  readonly looked: Promise<void>;
  workspace(): string | null;
}

export function createServers(deps: ServersDeps): Servers {
  const { core, call, health, log } = deps;
  const names = new Map<string, string>();
  const untold = new Set<string>();
  let application = '';
  let ours: string | null = null;
  let registered: string | null = null;
  /** From ours, and the core has not heard yet that it lets us in again. */
  let wasRemoved = false;
  let tail: Promise<void> = Promise.resolve();
  let tellLooked: () => void = () => {};
  const looked = new Promise<void>((resolve) => {
    tellLooked = resolve;
  });

  /** The first server that an account takes in; where none does, why not. */
  const settle = async (): Promise<string | null> => {
    if (ours !== null) {
      const name = names.get(ours);
      if (name === undefined) return `The bot is not in its Discord server any more. Let it in again: ${invite()}`;
      const words = wasRemoved ? await core.connected('discord', ours, name) : null;
      if (words === null) wasRemoved = false;
      return words;
    }
    let why = `The bot is in no Discord server yet. Let it in: ${invite()}`;
    for (const [id, name] of names) {
      const words = await core.connected('discord', id, name);
      if (words === null) {
        ours = id;
        return null;
      }
      why = words;
    }
    return why;
  };
  const register = async (): Promise<string | null> => {
    if (ours === null || registered === ours) return null;
    try {
      const told = await registerCommands(call, application, ours);
      if (told) log.info({}, 'Discord was told of our slash commands');
      registered = ours;
      return null;
    } catch (error) {
      const failure = failureOf(error);
      return failure.kind === 'said-no'
        ? `The slash commands could not be added to the Discord server (${wordsOf(failure)}). Let the bot in again: ${invite()}`
        : `The slash commands could not be added to the Discord server yet (${wordsOf(failure)}).`;
    }
  };
  const forget = (id: string): void => {
    names.delete(id);
    untold.delete(id);
    if (registered === id) registered = null;
    if (ours === id) wasRemoved = true;
  };
  const invite = (): string => inviteUrl(application, deps.apiUrl);
  const once = async (): Promise<void> => {
    if (application === '') return;
    health.strange((await settle()) ?? (await register()));
    tellLooked();
  };
  const look = (): Promise<void> => {
    tail = tail.then(once).catch(passOver(log, 'looking at the servers of Discord'));
    return tail;
  };

  return {
    ready: (id, ids) => {
      application = id;
      // Discord tells their names one by one, right after this.
      for (const known of names.keys()) if (!ids.includes(known)) forget(known);
      for (const each of ids) if (!names.has(each)) untold.add(each);
      if (untold.size === 0) void look();
    },
    joined: (id, name) => {
      names.set(id, name);
      untold.delete(id);
      if (untold.size === 0) void look();
    },
    removed: (id) => {
      forget(id);
      void look();
    },
    look,
    isSettled: () => ours !== null && names.has(ours) && registered === ours && !wasRemoved,
    looked,
    workspace: () => ours,
  };
}
