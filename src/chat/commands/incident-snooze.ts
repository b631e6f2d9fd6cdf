import { snoozeSpan } from '../../incident/transitions.ts';
import { spoken } from '../../lib/clock.ts';
import { parseDuration } from '../../lib/duration.ts';
import { missing, wrong, wrongNumber } from './asked-again.ts';
import { each } from './incident-act.ts';
import { numberOf, numbersOf } from './incident-number.ts';
import type { ChatWord } from './word.ts';

const noLength = `is not a length of time: write it like 90m, 2h or 1d, at most ${spoken(snoozeSpan.longest)}`;

export const snooze: ChatWord = {
  name: 'snooze',
  aliases: [],
  usage: 'snooze N FOR',
  what: 'Quiet for that long (90m, 2h, 1d), then whoever was paged last is paged again.',
  params: [
    { name: 'incident', kind: 'incident', what: 'The number of the incident.' },
    {
      name: 'for',
      kind: 'duration',
      what: 'For how long: 90m, 2h, 1d; a form with a time opens when left out.',
      optional: true,
    },
  ],
  form: (words) => {
    const number = numberOf(words[0]);
    if (words.length > 1 || (words.length === 1 && number === null)) return null;
    return { form: 'snooze', given: number === null ? {} : { incident: String(number) } };
  },
  run: async (said) => {
    const [first, ...rest] = said.words;
    const number = numberOf(first);
    const example = { incident: String(number ?? 142), for: '2h' };
    if (first === undefined) return missing(said, snooze, example, 'the number of the incident, then for how long');
    if (number === null) return wrongNumber(said, snooze, example, { code: 'no-number', word: first });
    const typed = (rest[0]?.toLowerCase() === 'for' ? rest.slice(1) : rest).join(' ');
    if (typed === '') return missing(said, snooze, example, 'for how long, such as 90m, 2h or 1d, after the number');
    // People write it as they say it: for 2 h.
    const length = parseDuration(typed.toLowerCase().replace(/^(\d+) (?=[a-z]$)/, '$1'));
    if (length === null) return wrong(said, snooze, example, typed, noLength);
    return await each(said, [number], { verb: 'snooze', for: length });
  },
};

export const wake: ChatWord = {
  name: 'wake',
  aliases: [],
  usage: 'wake N…',
  what: 'Ends a snooze now.',
  params: [{ name: 'incident', kind: 'incident', what: 'The number of the incident, or several numbers.' }],
  run: async (said) => {
    const example = { incident: '142' };
    if (said.words.length === 0) return missing(said, wake, example, 'the numbers of the incidents');
    const numbers = numbersOf(said.words);
    if (!numbers.ok) return wrongNumber(said, wake, example, numbers.refusal);
    return await each(said, numbers.value, { verb: 'wake' });
  },
};
