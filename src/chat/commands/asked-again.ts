import { cut } from '../../lib/cut.ts';
import type { Line, Words } from '../card.ts';
import { say } from '../words.ts';
import { most, type NumbersRefusal } from './incident-number.ts';
import type { ChatWord, Said } from './word.ts';
import { sampleOn } from './written.ts';

/** What may stand after a word, by the names of what may follow it. */
type Example = Readonly<Record<string, string>>;

/** Nothing stands there. */
export function missing(said: Said, word: ChatWord, example: Example, what: string): Words {
  return say(['I need ', what, '. ', ...forExample(said, word, example)]);
}

/** Something else stands there than what is meant. `why`: follows what was typed, and says what is possible. */
export function wrong(said: Said, word: ChatWord, example: Example, typed: string, why: string): Words {
  return say([{ code: cut(typed, 50) }, ` ${why}. `, ...forExample(said, word, example)]);
}

export function wrongNumber(said: Said, word: ChatWord, example: Example, refusal: NumbersRefusal): Words {
  if (refusal.code === 'too-many') return say(`These are ${refusal.count} incidents: name at most ${most} at once.`);
  return wrong(said, word, example, refusal.word, 'is not the number of an incident');
}

function forExample({ known }: Said, word: ChatWord, example: Example): Line {
  return ['For example: ', { code: sampleOn(known.connection.platform, 'incident', word, example) }];
}
