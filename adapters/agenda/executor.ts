import { Agenda, type DefinitionProcessor } from 'agenda';
import type { DueJobs, Executor } from '../../src/job/port.ts';
import type { Clock, Instant } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { createAlarm } from './alarm.ts';
import { createBackend } from './backend.ts';
import { createSupply, type Supply } from './supply.ts';

export interface AgendaExecutorDeps {
  readonly jobs: DueJobs;
  /** Whether another process has committed something since this was last asked. */
  readonly store: { changedByOthers(): boolean };
  readonly clock: Clock;
  readonly log: Log;
}

/** How often we ask whether another process has written jobs or the clock has jumped, in milliseconds. */
const pollEvery = 500;
/** Agenda's own scan, in milliseconds: a net below our alarm, not what wakes us. */
const scanEvery = 2000;

/**
 * Agenda as nothing but an executor over our own job table: it limits how many jobs of a kind run at once and runs them. Rows,
 * locks and times are ours; it gets only what is due. `start` throws when a kind allows no job at all: Agenda reads 0 as 5.
 */
export function createAgendaExecutor({ jobs, store, clock, log }: AgendaExecutorDeps): Executor {
  const supplies = new Map<string, Supply>();
  const running = new Set<Promise<void>>();
  const looks = new Set<string>();
  const { backend, look } = createBackend({
    next: async (kind) => await supplies.get(kind)?.next(),
    putBack: (kind, id) => supplies.get(kind)?.putBack(id),
  });

  /** In a turn of its own, once for many: by then Agenda has counted the job that ended as ended. */
  const lookSoon = (kind: string): void => {
    supplies.get(kind)?.changed();
    if (looks.size === 0) {
      setImmediate(() => {
        const kinds = [...looks];
        looks.clear();
        for (const name of kinds) look(name);
      });
    }
    looks.add(kind);
  };
  const lookEverywhere = (): void => {
    for (const kind of supplies.keys()) lookSoon(kind);
  };
  const alarm = createAlarm(clock, lookSoon);
  const woken = (kind: string, due: Instant): void => {
    const supply = supplies.get(kind);
    if (supply === undefined) return;
    if (due <= clock()) {
      lookSoon(kind);
    } else {
      supply.changed();
      alarm.noLater(kind, due);
    }
  };
  const poll = (): void => {
    try {
      if (store.changedByOthers()) lookEverywhere();
    } catch (err) {
      log.error({ err }, 'whether another process has written jobs could not be asked');
    }
    alarm.check();
  };
  /** Exactly one parameter: with two, Agenda waits for a callback. The end of a run wakes us for the next. */
  const runOne =
    (supply: Supply): DefinitionProcessor<unknown, void> =>
    async (job) => {
      const row = supply.begin(String(job.attrs._id));
      if (row === undefined) return;
      const run = jobs.run(row);
      running.add(run);
      await run;
      running.delete(run);
    };

  let agenda: Agenda | null = null;
  let ends: readonly (() => void)[] = [];
  return {
    start: async () => {
      if (agenda !== null) throw new Error('the executor was started already');
      const { kinds } = jobs;
      const idle = kinds.find((kind) => kind.concurrency < 1);
      if (idle !== undefined) throw new Error(`${idle.name} allows no job at all`);
      const maxConcurrency = kinds.reduce((sum, kind) => sum + kind.concurrency, 0);
      agenda = new Agenda({ backend, processEvery: scanEvery, maxConcurrency });
      agenda.on('error', (err) => log.error({ err }, 'Agenda failed'));
      for (const kind of kinds) {
        const supply = createSupply(kind, { jobs, clock, log, alarm });
        supplies.set(kind.name, supply);
        const { concurrency } = kind;
        // The lifetime sets only how often Agenda looks whether a job is still locked, by a timer per job that keeps the
        // process alive that long.
        agenda.define(kind.name, runOne(supply), { concurrency, lockLimit: concurrency, lockLifetime: scanEvery });
      }
      const timer = setInterval(poll, pollEvery).unref();
      ends = [jobs.onWake(woken), () => clearInterval(timer)];
      await agenda.start();
      lookEverywhere();
    },
    wake: lookEverywhere,
    stop: async () => {
      if (agenda === null) return;
      for (const end of ends) end();
      const unbegun = (await Promise.all([...supplies.values()].map((supply) => supply.close()))).flat();
      alarm.stop();
      try {
        if (unbegun.length > 0) await jobs.release(unbegun);
      } catch (err) {
        log.error({ err }, 'jobs that had not begun could not be given back; they run when their lock is over');
      }
      await Promise.all(running);
      // Never drain(): it would leave prefetched jobs locked.
      await agenda.stop(false);
      agenda = null;
      supplies.clear();
    },
  };
}
