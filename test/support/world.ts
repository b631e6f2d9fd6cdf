import { type App, createApp } from '../../src/app.ts';
import type { Words } from '../../src/chat/card.ts';
import type { Form, Submitted } from '../../src/chat/form.ts';
import { plain } from '../../src/chat/line.ts';
import type { Command, Press, Speaker } from '../../src/chat/port.ts';
import type { Store } from '../../src/db/store.ts';
import type { Signal } from '../../src/incident/signal.ts';
import { createStepped, type Stepped } from '../../src/job/stepped.ts';
import { newId } from '../../src/lib/ids.ts';
import { type SteppedClock, steppedClock } from './clock.ts';
import { freshDatabase } from './database.ts';
import { type FakeChat, fakeChat, textOf } from './fake-chat.ts';
import { type StrictLog, strictLog } from './log.ts';
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

/** A whole Reveille on a stepped clock: real store, real pipeline, a platform in memory. */
export interface World {
  readonly app: App;
  readonly store: Store;
  readonly chat: FakeChat;
  readonly clock: SteppedClock;
  readonly log: StrictLog;
  alert(change?: Partial<Extract<Signal, { action: 'trigger' }>>): Promise<string>;
  tool(action: 'acknowledge' | 'resolve', key?: string): Promise<string>;
  /** Presses the button of that label on the newest card in the channel; what is said to the presser alone. */
  press(who: string, channel: string, label: string): Promise<string | null>;
  pressToken(who: string | Speaker, channel: string, token: string, message: string): Promise<string | null>;
  say(who: string, text: string): Promise<string | null>;
  /** What somebody is shown who types this or presses this button of the newest card: a form, or words why not. */
  form(who: string, asked: { type: string } | { press: string; channel: string }): Promise<Form | string>;
  fill(who: string, form: Form, answers: Record<string, string>, shown?: string): Promise<Submitted>;
  /** The team file that was applied last. */
  readonly team: string;
  apply(change: (team: string) => string): Promise<void>;
  /** The newest card in the channel, as text. */
  card(channel?: string): string;
  /** Lets time pass, running what is due in its order. */
  advance(ms: number): Promise<void>;
  settle(): Promise<void>;
  close(): Promise<void>;
}

export async function makeWorld(options: { team?: string } = {}): Promise<World> {
  const database = await freshDatabase();
  const { store } = database;
  const clock = steppedClock(start);
  const log = strictLog();
  const chat = fakeChat();
  let references = 0;
  const app = createApp({
    store,
    clock: clock.now,
    newId,
    log,
    owner: 'test',
    ports: [chat],
    count: () => {},
    newReference: () => `ref${++references}`,
    installation: { version: '1.2.3', database: '/data/reveille.db', since: clock.now() },
  });
  const executor: Stepped = createStepped({ jobs: app.jobs, clock });
  let applied = options.team ?? team;
  await applyText(store, applied, clock.now());
  const speaker = (who: string | Speaker): Speaker =>
    typeof who === 'string' ? { platform: 'slack', workspace: 'T0ACME', person: who } : who;
  const said = (words: Words | null): string | null => (words === null ? null : words.lines.map(plain).join('\n'));
  const receive = async (signal: Signal): Promise<string> => {
    const result = await app.intake.receive(webKey, [signal]);
    if (!result.ok) return result.refusal.code;
    await executor.settle();
    return result.value.map((received) => received.kind).join();
  };
  const pressToken: World['pressToken'] = async (who, channel, token, message) => {
    const answer = said(await app.chat.press({ speaker: speaker(who), channel, token, message }));
    await executor.settle();
    return answer;
  };
  const commandOf = (who: string, text: string): Command => {
    const [name = '', ...rest] = text.replace(/^\//, '').split(' ');
    return { speaker: speaker(who), name, text: rest.join(' '), channel: 'C0OPS' };
  };
  const pressOf = (who: string, { press: label, channel }: { press: string; channel: string }): Press => ({
    speaker: speaker(who),
    channel,
    ...chat.button(channel, label),
  });
  let shownForms = 0;
  return {
    app,
    store,
    chat,
    clock,
    log,
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
      const { token, message } = chat.button(channel, label);
      return pressToken(who, channel, token, message);
    },
    pressToken,
    say: async (who, text) => {
      const answer = said(await app.chat.command(commandOf(who, text)));
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
      await applyText(store, applied, clock.now());
    },
    card: (channel = 'C0OPS') => textOf({ card: chat.card(channel) }),
    advance: async (ms) => executor.advance(clock.now() + ms),
    settle: () => executor.settle(),
    close: async () => {
      log.expectQuiet();
      await database.close();
    },
  };
}
