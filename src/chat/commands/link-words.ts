import { closest } from 'fastest-levenshtein';
import { type Platform, platformNames, workspaceNames } from '../../account/platform.ts';
import type { Instant } from '../../lib/clock.ts';
import { cut } from '../../lib/cut.ts';
import { never } from '../../lib/result.ts';
import type { MadeCode, MakeRefusal } from '../../person/link/make.ts';
import type { UseRefusal } from '../../person/link/use.ts';
import type { Words } from '../card.ts';
import { askable, say } from '../words.ts';
import { optionOn } from './written.ts';

export function sayMade({ code, person, platforms, expiresAt }: MadeCode, forSelf: boolean): Words {
  const [only, ...others] = platforms;
  const option = only === undefined || others.length > 0 ? code : optionOn(only, 'code', code);
  const typed = { code: `/reveille link ${option}` };
  const where = platforms.map((platform) => platformNames[platform]).join(' or ');
  if (forSelf) {
    return say(
      ['Type ', typed, ` in ${where} until `, { time: expiresAt }, ', and I know you there too.'],
      'It works once. Whoever types it is taken for you, so show it to nobody.',
    );
  }
  return say(
    [`Give this to ${person.name} alone, to be typed in ${where} until `, { time: expiresAt }, ': ', typed],
    `It works once. Whoever types it is taken for ${person.name}.`,
  );
}

export function sayNotMade(refusal: MakeRefusal, personId: string, owners: readonly string[]): Words {
  switch (refusal.code) {
    case 'not-permitted':
      return say(
        [`Only an owner makes a code for somebody else. Ask ${askable(owners)}.`],
        ['For one of your own: ', { code: '/reveille link' }],
      );
    case 'unknown-person': {
      const there =
        refusal.keys.length === 0 ? [] : [' Did you mean ', { code: closest(refusal.key, [...refusal.keys]) }, '?'];
      return say(
        ['There is no person ', { code: cut(refusal.key, 50) }, '.', ...there],
        'Whoever is not in the team yet is added in the team file first.',
      );
    }
    case 'person-not-active':
      return say(`${refusal.person.name} is disabled in the team file, so there is nobody to be known as.`);
    case 'linked-everywhere': {
      const where = refusal.platforms.map((platform) => platformNames[platform]).join(' and ');
      const who = refusal.person.id === personId ? 'You are' : `${refusal.person.name} is`;
      const only = refusal.platforms.length === 1 ? ', and Reveille is nowhere else' : '';
      return say(`${who} known in ${where} already${only}. There is nothing to link.`);
    }
    default:
      return never(refusal);
  }
}

/** A code was typed by somebody whom we know. */
export function sayKnownAs(name: string): Words {
  return say(`You are known here as ${name} already. A code is to be typed where I do not know you yet.`);
}

export function sayTooManyTries(until: Instant): Words {
  return say(['That were too many codes. Try again at ', { time: until }, ', with a fresh one.']);
}

/** `platform` is where it was typed. */
export function sayNotUsed(refusal: UseRefusal, platform: Platform, owners: readonly string[]): Words {
  switch (refusal.code) {
    case 'code-wrong':
      return say(`There is no such code. Look at it once more, or get another one. ${again(owners)}`);
    case 'code-used':
      return say(`This code was used already; each works once. ${again(owners)}`);
    case 'code-expired':
      return say(`This code is over; each works for 10 minutes. ${again(owners)}`);
    case 'code-withdrawn':
      return say(`Whoever made this code may not make one any more, so it is void. ${again(owners)}`);
    case 'other-platform':
      return say(`This code is for ${platformNames[refusal.platform]}: type it there.`);
    case 'identity-taken':
      return say(`You are ${refusal.person.name} here already, so this code cannot make you somebody else.`);
    case 'other-identity':
      return say(
        `${refusal.person.name} has another account in this ${workspaceNames[platform]} already. Ask ${askable(owners)} to change it in the team file.`,
      );
    case 'person-not-active':
      return say(`${refusal.person.name} is disabled in the team file. Ask ${askable(owners)}.`);
    default:
      return never(refusal);
  }
}

function again(owners: readonly string[]): string {
  return `A fresh one comes from where I know you, by /reveille link, or from ${askable(owners)}.`;
}
