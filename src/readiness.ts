import type { ChatPort } from './chat/port.ts';
import type { Jobs } from './job/jobs.ts';
import { type Clock, seconds, spoken } from './lib/clock.ts';
import { deliverKind } from './paging/kinds.ts';

/** A page that is this late means that people are not woken when they should be. */
const tooLate = seconds(60);

/** Why pages may not arrive now, in words; empty: all is well. */
export function readinessOf(deps: {
  jobs: Pick<Jobs, 'oldestDue'>;
  ports: readonly ChatPort[];
  clock: Clock;
}): () => Promise<readonly string[]> {
  return async () => {
    const reasons = deps.ports.flatMap((port) => port.trouble() ?? []);
    const oldest = await deps.jobs.oldestDue([deliverKind.name]);
    const late = oldest === null ? 0 : deps.clock() - oldest;
    if (late > tooLate) reasons.push(`The oldest page is ${spoken(late)} late.`);
    return reasons;
  };
}
