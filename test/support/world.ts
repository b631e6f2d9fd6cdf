import { type Platform, platforms } from '../../src/account/platform.ts';
import { type App, createApp } from '../../src/app.ts';
import type { Words } from '../../src/chat/card.ts';
import type { Form, Submitted } from '../../src/chat/form.ts';
import { plain } from '../../src/chat/line.ts';
import type { Command, Press } from '../../src/chat/port.ts';
import type { Speaker } from '../../src/chat/speaker.ts';
import type { Store } from '../../src/db/store.ts';
import type { Signal } from '../../src/incident/signal.ts';
import { createStepped, type Stepped } from '../../src/job/stepped.ts';
import { newId } from '../../src/lib/ids.ts';
import { type SteppedClock, steppedClock } from './clock.ts';
import { freshDatabase } from './database.ts';
import { type EveryChat, everyChat } from './every-chat.ts';
import { alike, type FakeChat, fakeChat } from './fake-chat.ts';
import { type StrictLog, strictLog } from './log.ts';
import { idOf, named, teamOn } from './names.ts';
import { applyText } from './team.ts';

export const start = Date.UTC(2026, 0, 5, 2, 14);

/** Two people, a policy with both, a service with a channel; the key that fires its alerts. */
export const webKey = 'aaaabbbbccccddddeeeeffffgggg1111';
export const team = `
account: acme
connect: { slack: T0ACME }
people:
  ada: { name: Ada, email: ada@example.com, zone: Europe/London, role: owner, slack: U0ADA }
  bo: { name: Bo, email: bo@example.com, zone: America/Chicago, slack: U0BO }
policies:
  default:
    loops: 2
    rules:
      - { page: [person/ada], wait: 5m }
      - { page: [person/bo], wait: 10m }
services:
  web:
    name: Web shop
    policy: default
    channel: { slack: C0OPS }
    keys:
      - { name: alertmanager, value: ${webKey} }
`;

function speakerOn(platform: Platform, workspace: string, person: string): Speaker {
  return { platform, workspace: idOf(platform, workspace), person: idOf(platform, person) };
}

/** A whole Reveille on a stepped clock: real store, real pipeline, a platform in memory. */
export interface World extends EveryChat {
  readonly app: App;
  readonly store: Store;
  /** The platform of the story; where there are two, the first. */
  readonly chat: FakeChat;
  readonly chats: readonly FakeChat[];
  readonly clock: SteppedClock;
  readonly log: StrictLog;
  /** Who the platform says that this is; where there are two, the first of them unless another is named. */
  speaker(who: string, workspace?: string, platform?: Platform): Speaker;
  /** A team file that is written for Slack, as it is here. */
  written(team: string): string;
  alert(change?: Partial<Extract<Signal, { action: 'trigger' }>>): Promise<string>;
  tool(action: 'acknowledge' | 'resolve', key?: string): Promise<string>;
  /**
   * Presses the button of that label on the newest card in the channel; what is said to the presser alone. Where there are
   * two platforms, people press and type in one and then in the other.
   */
  press(who: string, channel: string, label: string): Promise<string | null>;
  pressToken(who: string | Speaker, channel: string, token: string, message: string): Promise<string | null>;
  say(who: string, text: string): Promise<string | null>;
  /** What somebody is shown who types this or presses this button of the newest card: a form, or words why not. */
  form(who: string, asked: { type: string } | { press: string; channel: string }): Promise<Form | string>;
  fill(who: string, form: Form, answers: Record<string, string>, shown?: string): Promise<Submitted>;
  /** The team file that was applied last. */
  readonly team: string;
  apply(change: (team: string) => string): Promise<void>;
  /** The team file of another account in the same database. */
  applyOther(team: string): Promise<void>;
  /** Lets time pass, running what is due in its order. */
  advance(ms: number): Promise<void>;
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Where the story takes place, unless it says so itself: vitest.config.ts tells each of them on every platform. */
export const told = (process.env.TEST_PLATFORMS ?? 'slack')
  .split(',')
  .flatMap((name) => platforms.filter((one) => one === name));

export async function makeWorld(options: { team?: string; platforms?: readonly Platform[] } = {}): Promise<World> {
  const here = options.platforms ?? told;
  const chats = here.map((platform) => fakeChat(platform));
  const [chat] = chats;
  if (chat === undefined) throw new Error('a world needs a platform');
  const database = await freshDatabase();
  const { store } = database;
  const clock = steppedClock(start);
  const log = strictLog();
  let references = 0;
  const app = createApp({
    store,
    clock: clock.now,
    newId,
    log,
    owner: 'test',
    ports: chats,
    count: () => {},
    newReference: () => `ref${++references}`,
    installation: { version: '1.2.3', database: '/data/reveille.db', since: clock.now() },
  });
  const executor: Stepped = createStepped({ jobs: app.jobs, clock });
  let applied = options.team ?? team;
  await applyText(store, teamOn(here, applied), clock.now());
  const speaker = (who: string | Speaker): Speaker =>
    typeof who === 'string' ? speakerOn(chat.platform, 'T0ACME', who) : who;
  let turns = 0;
  const turn = (): FakeChat => chats[turns++ % chats.length] ?? chat;
  const said = (words: Words | null): string | null =>
    words === null ? null : alike(named(words.lines.map(plain).join('\n')));
  const receive = async (signal: Signal): Promise<string> => {
    const result = await app.intake.receive(webKey, [signal]);
    if (!result.ok) return result.refusal.code;
    await executor.settle();
    return result.value.map((received) => received.kind).join();
  };
  const pressed = (who: string | Speaker, channel: string, token: string, message: string): Press => {
    const by = speaker(who);
    return { speaker: by, channel: idOf(by.platform, channel), token, message };
  };
  const pressToken: World['pressToken'] = async (who, channel, token, message) => {
    const answer = said(await app.chat.press(pressed(who, channel, token, message)));
    await executor.settle();
    return answer;
  };
  const commandOf = (who: string, text: string, on = chat.platform): Command => {
    const [name = '', ...rest] = text.replace(/^\//, '').split(' ');
    const by = speakerOn(on, 'T0ACME', who);
    return { speaker: by, name, text: rest.join(' '), channel: idOf(on, 'C0OPS') };
  };
  const pressOf = (who: string, { press: label, channel }: { press: string; channel: string }): Press => ({
    speaker: speaker(who),
    channel: idOf(chat.platform, channel),
    ...chat.button(channel, label),
  });
  let shownForms = 0;
  return {
    app,
    store,
    chat,
    chats,
    ...everyChat(chats),
    clock,
    log,
    speaker: (who, workspace = 'T0ACME', platform = chat.platform) => speakerOn(platform, workspace, who),
    written: (text) => teamOn(here, text),
    alert: (change = {}) =>
      receive({
        action: 'trigger',
        key: 'cpu',
        alertKey: change.key ?? 'cpu',
        summary: 'CPU on web-3 above 95 %',
        severity: 'critical',
        source: 'web-3',
        links: [],
        details: {},
        ...change,
      }),
    tool: (action, key = 'cpu') => receive({ action, key, alertKey: key }),
    press: (who, channel, label) => {
      const there = turn();
      const { token, message } = there.button(channel, label);
      return pressToken(speakerOn(there.platform, 'T0ACME', who), channel, token, message);
    },
    pressToken,
    say: async (who, text) => {
      const answer = said(await app.chat.command(commandOf(who, text, turn().platform)));
      await executor.settle();
      return answer;
    },
    form: async (who, asked) => {
      const request = app.chat.formFor('type' in asked ? commandOf(who, asked.type) : pressOf(who, asked));
      if (request === null) throw new Error('this asks for no form');
      const made = await app.chat.form(speaker(who), request);
      return 'form' in made ? made.form : made.words.lines.map(plain).join('\n');
    },
    fill: async (who, form, answers, shown = `V${++shownForms}`) => {
      const submitted = await app.chat.submit({ speaker: speaker(who), token: form.token, answers, shown });
      await executor.settle();
      return submitted;
    },
    get team() {
      return applied;
    },
    apply: async (change) => {
      applied = change(applied);
      await applyText(store, teamOn(here, applied), clock.now());
    },
    applyOther: async (text) => {
      await applyText(store, teamOn(here, text), clock.now());
    },
    advance: async (ms) => executor.advance(clock.now() + ms),
    settle: () => executor.settle(),
    close: async () => {
      log.expectQuiet();
      await database.close();
    },
  };
}
