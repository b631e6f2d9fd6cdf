import type { Platform } from './model.ts';

/** A number that a fault needs, as a person gives it. */
export interface Amount {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly usual: number;
}

/** One choice of "What goes wrong". */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** What it does, in a sentence. */
  readonly hint: string;
  readonly amount: Amount | null;
  /** Whether it can be told which calls, where, and for how long. */
  readonly aimed: boolean;
  readonly lasting: boolean;
  /** The length that is offered first. */
  readonly usually: 'once' | 'seconds';
  /** What the sandbox is asked to do, and with what, but for aim and length. */
  readonly deed: 'break' | 'sockets';
  body(amount: number): Readonly<Record<string, unknown>>;
}

const aimed = { aimed: true, lasting: true, usually: 'once', deed: 'break', amount: null } as const;
const everywhere = { ...aimed, aimed: false, usually: 'seconds' } as const;
const atOnce = { ...aimed, aimed: false, lasting: false, deed: 'sockets' } as const;

const choices: readonly Choice[] = [
  {
    ...aimed,
    id: 'rate-limit',
    label: 'Too many requests (429)',
    hint: 'Slack asks for peace. Reveille waits as long as it is told, and sends then.',
    amount: { label: 'Retry-After, in seconds', min: 1, max: 3600, step: 1, usual: 5 },
    body: (amount) => ({ kind: 'rate-limit', retryAfterS: amount }),
  },
  {
    ...aimed,
    id: 'server-error',
    label: 'Server error (500)',
    hint: 'Slack fails. Reveille tries again after 1, 2, 4 … 30 seconds.',
    body: () => ({ kind: 'server-error' }),
  },
  {
    ...aimed,
    id: 'lost-answer',
    label: 'Lost answer',
    hint: 'Slack does it, and the line is cut before it says so. A message may then appear twice, never not at all.',
    body: () => ({ kind: 'lost-answer' }),
  },
  {
    ...aimed,
    id: 'slow',
    label: 'Slow answers',
    hint: 'Slack does it at once and says so late. After 10 seconds Reveille no longer waits.',
    amount: { label: 'Seconds late', min: 0.1, max: 60, step: 0.1, usual: 3 },
    body: (amount) => ({ kind: 'slow', ms: Math.round(amount * 1000) }),
  },
  {
    ...everywhere,
    id: 'no-socket',
    label: 'No sockets',
    hint: 'Presses and commands cannot reach Reveille. Cards and pages still go out.',
    body: () => ({ kind: 'no-socket' }),
  },
  {
    ...everywhere,
    id: 'outage-none',
    label: 'Outage, nobody answers',
    hint: 'Every call is cut off, and no socket stands.',
    body: () => ({ kind: 'outage', answer: 'none' }),
  },
  {
    ...everywhere,
    id: 'outage-503',
    label: 'Outage, everything is 503',
    hint: 'Every call is answered 503, and no socket stands.',
    body: () => ({ kind: 'outage', answer: '503' }),
  },
  {
    ...atOnce,
    id: 'drop',
    label: 'Cut the sockets once',
    hint: 'They may come back at once.',
    body: () => ({ act: 'drop' }),
  },
  {
    ...atOnce,
    id: 'refresh',
    label: 'Refresh the sockets',
    hint: 'As Slack does every few hours: it asks them to come anew. Nothing should be lost.',
    body: () => ({ act: 'refresh' }),
  },
];

/** What is otherwise on Discord. */
const otherwise: Readonly<Record<string, Partial<Choice>>> = {
  'rate-limit': { body: (amount) => ({ kind: 'rate-limit', retryAfterS: amount, limit: 'user' }) },
  'lost-answer': {
    hint: 'Discord does it, and the line is cut before it says so. A message that is sent again with its nonce stands once.',
  },
  refresh: {
    hint: 'As Discord does every few hours: it asks for a new connection, which takes up the old session. Nothing should be lost.',
  },
};

/** What can go wrong on a platform. */
export function choicesOn(platform: Platform): readonly Choice[] {
  if (platform === 'slack') return choices;
  return choices.map((each) => ({ ...each, hint: each.hint.replaceAll('Slack', 'Discord'), ...otherwise[each.id] }));
}
