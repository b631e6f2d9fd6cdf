import { platformNames, workspaceNames } from '../account/platform.ts';
import type { HandleRefusal } from '../incident/handle.ts';
import { conditionOf, type Verb } from '../incident/transitions.ts';
import { type Instant, spoken } from '../lib/clock.ts';
import { never } from '../lib/result.ts';
import type { Line, Words } from './card.ts';
import { optionOn } from './commands/written.ts';
import { nameOf } from './draw.ts';
import type { SpeakerRefusal } from './speaker.ts';

export function say(...lines: readonly (string | Line)[]): Words {
  return { lines: lines.map((line) => (typeof line === 'string' ? [line] : line)) };
}

export const verbWords: Readonly<Record<Verb, string>> = {
  acknowledge: 'acknowledge',
  resolve: 'resolve',
  escalate: 'escalate',
  'give-back': 'give back',
  snooze: 'snooze',
  wake: 'wake',
  reopen: 'reopen',
  note: 'note',
};

/** What a refusal needs beside itself to be said. */
export interface Telling {
  readonly now: Instant;
  readonly names: ReadonlyMap<string, string>;
  /** Names of the owners, for whoever lacks a permission. */
  readonly owners: readonly string[];
  /** Who is asking; 'you' where it is themselves. */
  readonly personId: string;
  readonly number: number | null;
}

export function sayRefusal(refusal: HandleRefusal, telling: Telling): Words {
  const { now, names, personId } = telling;
  const label = telling.number === null ? 'It' : `#${telling.number}`;
  switch (refusal.code) {
    case 'already-acknowledged': {
      const ago = spoken(now - refusal.at);
      if (refusal.by.kind === 'person' && refusal.by.id === personId)
        return say(`You have ${label} already, since ${ago} ago.`);
      return say(`${nameOf(refusal.by, names)} acknowledged ${label} ${ago} before you.`);
    }
    case 'already-resolved':
      return say(
        `${label} was resolved ${spoken(now - refusal.at)} ago by ${nameOf(refusal.by, names)}. Reopen it if it is not over.`,
      );
    case 'already-escalated':
      return say(
        `${label} was escalated already, ${spoken(now - refusal.stepAt)} ago. The card shows who is paged now.`,
      );
    case 'not-allowed-now': {
      const allowed = refusal.allowed.map((verb) => verbWords[verb]).join(', ');
      return say(
        `${label} is ${conditionOf(refusal.state)}, so there is nothing to ${verbWords[refusal.verb]}. Possible now: ${allowed}.`,
      );
    }
    case 'unfit-snooze': {
      const { shortest, longest } = refusal;
      return say(`${label} can be snoozed for ${spoken(shortest)} to ${spoken(longest)} from now.`);
    }
    case 'open-again-already':
      return say(`The same problem is open again as #${refusal.number}.`);
    case 'too-late-to-reopen':
      return say(
        `${label} was resolved ${spoken(now - refusal.resolvedAt)} ago; it can be reopened for 30 min. A new alert opens a new incident.`,
      );
    case 'no-such-rule':
      return say(`There is no rule ${refusal.rule}: this policy has rules 1 to ${refusal.rules}.`);
    case 'nobody-in-rule':
      return say(`Rule ${refusal.rule} has nobody who can be paged now.`);
    case 'unknown-incident':
      return say(
        'number' in refusal.ref
          ? `There is no incident #${refusal.ref.number}. See /incident list.`
          : 'This incident is not known here.',
      );
    case 'not-permitted':
      return say(`Only responders may do that. Ask ${askable(telling.owners)}.`);
    default:
      return never(refusal);
  }
}

/** `until`: what was asked for is done if the person is known by then; null: nothing was, or nothing is kept. */
export function sayStranger(refusal: SpeakerRefusal, until: Instant | null = null): Words {
  switch (refusal.code) {
    case 'person-unknown': {
      const { platform, owners, elsewhere } = refusal;
      const where =
        elsewhere === null ? ' where I know you' : ` in ${elsewhere.map((one) => platformNames[one]).join(' or ')}`;
      const typing: Line = elsewhere?.length === 0 ? [] : ['type ', { code: '/reveille link' }, `${where}, or `];
      const then: Line =
        until === null ? [', and I know you.'] : [' until ', { time: until }, ', and what you wanted is done.'];
      return say(
        `I don't know you yet. Ask ${askable(owners)} to add you.`,
        ['If you are in the team already, ', ...typing, `ask ${askable(owners)} for a code.`],
        ['Then type ', { code: `/reveille link ${optionOn(platform, 'code', 'CODE')}` }, ' here', ...then],
      );
    }
    case 'person-disabled':
      return say(`You are disabled in ${refusal.account}. Ask ${askable(refusal.owners)} to enable you.`);
    case 'workspace-unknown':
      return say(
        `This ${workspaceNames[refusal.platform]} is not connected to an account here. Whoever runs Reveille can connect it in the team file.`,
      );
    case 'several-accounts':
      return say(
        `Several accounts know you, and a direct message does not say which of them you mean. Type it in a channel of your ${workspaceNames[refusal.platform]}.`,
      );
    default:
      return never(refusal);
  }
}

/** Who can give a permission, for the end of a sentence. */
export function askable(owners: readonly string[]): string {
  if (owners.length === 0) return 'whoever runs Reveille';
  return `${owners.join(' or ')} (owner)`;
}
