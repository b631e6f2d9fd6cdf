import { parseDuration } from '../../lib/duration.ts';
import { each, missing, numbersOf } from './incident-act.ts';
import { numberOf } from './incident-number.ts';
import type { ChatWord } from './word.ts';

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
    if (number === null) return missing(said, snooze, example, 'the number of the incident, then for how long');
    // People write it as they say it: for 2 h.
    const text = (rest[0]?.toLowerCase() === 'for' ? rest.slice(1) : rest).join('').toLowerCase();
    const length = parseDuration(text);
    if (length === null) return missing(said, snooze, example, 'for how long, such as 90m, 2h or 1d, after the number');
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
    const numbers = numbersOf(said.words);
    if (numbers === null) return missing(said, wake, { incident: '142' }, 'the numbers of the incidents');
    return await each(said, numbers, { verb: 'wake' });
  },
};
