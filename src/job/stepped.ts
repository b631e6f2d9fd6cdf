import type { Instant } from '../lib/clock.ts';
import type { DueJobs, Executor } from './port.ts';

/** A clock that stands until it is moved. */
export interface MovableClock {
  now(): Instant;
  advance(ms: number): void;
}

/** Runs jobs one after the other and only when told. */
export interface Stepped extends Executor {
  /** Moves the clock to each due time up to `to`, running what is due then, and at last to `to`. */
  advance(to: Instant): Promise<void>;
  /** Runs what is due, and what that makes due, without moving the clock. */
  settle(): Promise<void>;
}

/** More runs at one instant than any story has: a job asks for itself again and again. */
const mostAtOnce = 1000;
const mostInAll = 100_000;

/** Throws where jobs would run for ever. */
export function createStepped({
  jobs,
  clock,
}: {
  jobs: Pick<DueJobs, 'claim' | 'run' | 'nextDue'>;
  clock: MovableClock;
}): Stepped {
  const advance = async (to: Instant): Promise<void> => {
    let atOnce = 0;
    for (let inAll = 1; ; inAll += 1) {
      const next = (await jobs.nextDue()).filter(({ at }) => at <= to).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      if (next.at > clock.now()) {
        clock.advance(next.at - clock.now());
        atOnce = 0;
      }
      const [claimed] = await jobs.claim(next.kind, 1);
      if (claimed === undefined) throw new Error(`${next.kind} is due, yet there is nothing to claim`);
      atOnce += 1;
      if (atOnce > mostAtOnce || inAll > mostInAll) {
        const runs = atOnce > mostAtOnce ? `${mostAtOnce} runs at one instant` : `${mostInAll} runs`;
        throw new Error(`${claimed.kind} ${claimed.key} is due again and again: ${runs}`);
      }
      await jobs.run(claimed);
    }
    if (to > clock.now()) clock.advance(to - clock.now());
  };
  // Told twice at once, it runs what is due for the one and then for the other.
  let tail: Promise<void> = Promise.resolve();
  const inTurn = (to: () => Instant): Promise<void> => {
    const turn = tail.then(() => advance(to()));
    tail = turn.catch(() => {});
    return turn;
  };
  return {
    start: async () => {},
    wake: () => {},
    stop: async () => {},
    advance: (to) => inTurn(() => to),
    settle: () => inTurn(() => clock.now()),
  };
}
