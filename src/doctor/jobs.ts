import type { GivenUp } from '../job/store.ts';
import { hours, type Instant, minuteOf, spoken } from '../lib/clock.ts';
import { fine, type Verdict, warning, wrong } from './port.ts';
import { sentence } from './sentence.ts';

/** The jobs as they are found. */
export interface FoundJobs {
  readonly givenUp: readonly GivenUp[];
  /** How many in all, those above among them. */
  readonly givenUpCount: number;
  readonly overdue: readonly { readonly kind: string; readonly count: number; readonly since: Instant }[];
  /** Whether a server runs them. */
  readonly served: boolean;
}

/** What was asked for longer ago is history: nothing of it can be made good any more. */
const history = hours(7 * 24);

export function jobVerdicts(found: FoundJobs, now: Instant): readonly Verdict[] {
  const { givenUp, givenUpCount, overdue, served } = found;
  const more = givenUpCount - givenUp.length;
  return [
    serving(served, overdue.length > 0),
    ...overdue.map(({ kind, count, since }) => {
      const what = `${count} ${count === 1 ? 'job' : 'jobs'} of the kind ${kind} should have run since ${minuteOf(since)}, ${spoken(now - since)} ago.`;
      return wrong(what, served ? 'Look into the log of the server, and start it again.' : 'Start Reveille.');
    }),
    ...(overdue.length === 0 ? [fine('No job is late.')] : []),
    ...(givenUpCount === 0 ? [fine('No job was given up.')] : givenUp.map((job) => lost(job, now))),
    ...(more > 0
      ? [warning(`${more} older jobs were given up too.`, 'Mend what the newest ones name; most have one reason.')]
      : []),
  ];
}

function serving(served: boolean, late: boolean): Verdict {
  if (served) return fine('A server runs on this database.');
  const what = 'No server runs on this database, so nobody is paged.';
  return (late ? wrong : warning)(what, 'Start Reveille: npm start');
}

function lost({ kind, key, askedFor, reason }: GivenUp, now: Instant): Verdict {
  const what = `The job ${kind} of ${key}, asked for on ${minuteOf(askedFor)}, was given up: ${sentence(reason === '' ? 'no reason was kept' : reason)}`;
  if (now - askedFor > history) return warning(what, 'It is over a week old; the next of its kind is tried anew.');
  return wrong(what, 'Mend what the reason says; this one is not tried again, the next of its kind is.');
}
