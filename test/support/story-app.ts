import { type App, createApp } from '../../src/app.ts';
import type { ChatPort } from '../../src/chat/port.ts';
import type { Signal } from '../../src/incident/signal.ts';
import { createStepped, type Stepped } from '../../src/job/stepped.ts';
import { newId } from '../../src/lib/ids.ts';
import { type SteppedClock, steppedClock } from './clock.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { type StrictLog, strictLog } from './log.ts';
import { applyText } from './team.ts';
import { start, webKey } from './world.ts';

/** A whole Reveille on a stepped clock, with a team and as yet without a platform. */
export interface StoryApp {
  readonly app: App;
  readonly clock: SteppedClock;
  readonly log: StrictLog;
  readonly executor: Stepped;
  readonly database: TestDatabase;
  /** Whatever is put in here is a platform that it shows its cards on. */
  readonly ports: ChatPort[];
  alert(change?: { key?: string; summary?: string }): Promise<void>;
  /** The monitoring tool says that it is over. */
  over(key?: string): Promise<void>;
}

export async function makeStoryApp(team: string): Promise<StoryApp> {
  const database = await freshDatabase();
  const { store } = database;
  const clock = steppedClock(start);
  const log = strictLog();
  const ports: ChatPort[] = [];
  let references = 0;
  const app = createApp({
    store,
    clock: clock.now,
    newId,
    log,
    owner: 'test',
    ports,
    count: () => {},
    newReference: () => `ref${++references}`,
    installation: { version: '1.2.3', database: '/data/reveille.db', since: clock.now() },
  });
  const executor = createStepped({ jobs: app.jobs, clock });
  await applyText(store, team, clock.now());
  const receive = async (signal: Signal): Promise<void> => {
    const result = await app.intake.receive(webKey, [signal]);
    if (!result.ok) throw new Error(result.refusal.code);
    await executor.settle();
  };
  return {
    app,
    clock,
    log,
    executor,
    database,
    ports,
    alert: async ({ key = 'cpu', summary = 'CPU on web-3 above 95 %' } = {}) => {
      const about = { severity: 'critical', source: 'web-3', links: [], details: {} } as const;
      await receive({ action: 'trigger', key, alertKey: key, summary, ...about });
    },
    over: (key = 'cpu') => receive({ action: 'resolve', key, alertKey: key }),
  };
}
