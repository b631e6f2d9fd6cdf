import { attempt } from '../../db/attempt.ts';
import { type Command, noteMax } from '../../incident/commands.ts';
import { handle } from '../../incident/handle.ts';
import { listIncidents } from '../../incident/store.ts';
import { cut } from '../../lib/cut.ts';
import type { Line, Words } from '../card.ts';
import { tellRefusal } from '../tell.ts';
import { say } from '../words.ts';
import { missing, wrong, wrongNumber } from './asked-again.ts';
import { most, numberOf, numbersOf } from './incident-number.ts';
import type { ChatWord, Said } from './word.ts';
import { sampleOn } from './written.ts';

export const acknowledge: ChatWord = {
  name: 'acknowledge',
  aliases: ['ack'],
  usage: 'acknowledge N… | mine',
  what: 'You have it: nobody else is paged.',
  params: [
    { name: 'incident', kind: 'incident', what: 'The number of the incident, or several numbers.', optional: true },
    { name: 'mine', kind: 'flag', what: 'Everything that waits for you.', optional: true },
  ],
  run: async (said) => {
    if (said.words[0]?.toLowerCase() === 'mine') return await acknowledgeMine(said);
    const example = { incident: '142' };
    const { words } = said;
    if (words.length === 0) return missing(said, acknowledge, example, 'the numbers of the incidents, or mine');
    if (words.at(-1)?.toLowerCase() === 'mine') return say('Name the incidents or say mine, not both.');
    const numbers = numbersOf(words);
    if (!numbers.ok) return wrongNumber(said, acknowledge, example, numbers.refusal);
    return await each(said, numbers.value, { verb: 'acknowledge' });
  },
};

export const resolve: ChatWord = {
  name: 'resolve',
  aliases: [],
  usage: 'resolve N… [because TEXT]',
  what: 'It is over.',
  params: [
    { name: 'incident', kind: 'incident', what: 'The number of the incident, or several numbers.' },
    { name: 'because', kind: 'text', what: 'Why it is over.', optional: true, after: 'because' },
  ],
  run: async (said) => {
    const at = said.words.findIndex((word) => word.toLowerCase() === 'because');
    const example = { incident: '142', because: 'the disk was full' };
    const words = at === -1 ? said.words : said.words.slice(0, at);
    if (words.length === 0) return missing(said, resolve, example, 'the numbers of the incidents');
    const numbers = numbersOf(words);
    if (!numbers.ok) return wrongNumber(said, resolve, example, numbers.refusal);
    const because = /\sbecause\s+([\s\S]+)$/i.exec(said.text)?.[1]?.trim();
    if (because === undefined) return await each(said, numbers.value, { verb: 'resolve' });
    return await each(said, numbers.value, { verb: 'resolve', because: cut(because, noteMax) });
  },
};

export const escalate: ChatWord = {
  name: 'escalate',
  aliases: [],
  usage: 'escalate N [to RULE]',
  what: 'Pages the next rule now, or the one you name.',
  params: [
    { name: 'incident', kind: 'incident', what: 'The number of the incident.' },
    {
      name: 'rule',
      kind: 'number',
      what: 'The rule to page, counted from 1; the next one when left out.',
      optional: true,
      after: 'to',
    },
  ],
  run: async (said) => {
    const [first, ...rest] = said.words;
    if (first === undefined) return missing(said, escalate, { incident: '142' }, 'the number of the incident');
    const number = numberOf(first);
    if (number === null) return wrongNumber(said, escalate, { incident: '142' }, { code: 'no-number', word: first });
    if (rest.length === 0) return await each(said, [number], { verb: 'escalate' });
    const example = { incident: String(number), rule: '2' };
    const [typed] = rest[0]?.toLowerCase() === 'to' ? rest.slice(1) : rest;
    const rule = numberOf(typed);
    if (typed !== undefined && rule === null)
      return wrong(said, escalate, example, typed, 'is not the number of a rule: rules are counted from 1');
    // Two numbers could be two incidents.
    if (rule === null || typed === rest[0])
      return missing(said, escalate, example, 'the rule by its number, counted from 1, after "to"');
    return await each(said, [number], { verb: 'escalate', rule });
  },
};

export const note: ChatWord = {
  name: 'note',
  aliases: [],
  usage: 'note N TEXT',
  what: 'Writes something down under the card.',
  params: [
    { name: 'incident', kind: 'incident', what: 'The number of the incident.' },
    { name: 'text', kind: 'text', what: 'Your note; a form for a long one opens when left out.', optional: true },
  ],
  form: (words, text) => {
    const number = numberOf(words[0]);
    if (words.length > 0 && number === null) return null;
    const said = text.replace(/^\S+\s*/, '').trim();
    if (number !== null && said !== '') return null;
    return { form: 'note', given: number === null ? {} : { incident: String(number) } };
  },
  run: async (said) => {
    const [first] = said.words;
    const number = numberOf(first);
    const text = said.text.replace(/^\S+\s*/, '').trim();
    const example = { incident: String(number ?? 142), text: 'the disk is full' };
    if (first === undefined) return missing(said, note, example, 'the number of the incident, then your note');
    if (number === null) return wrongNumber(said, note, example, { code: 'no-number', word: first });
    if (text === '') return missing(said, note, example, 'your note after the number');
    return await each(said, [number], { verb: 'note', text: cut(text, noteMax) });
  },
};

async function acknowledgeMine(said: Said): Promise<Words | null> {
  const { deps, known } = said;
  const waiting = await listIncidents(deps.store.read, known.actor.accountId, {
    open: true,
    status: 'triggered',
    mine: known.personId,
    limit: most + 1,
  });
  if (waiting.length === 0) return say('Nothing waits for you: no incident of yours is triggered.');
  const numbers = waiting.slice(0, most).map((incident) => incident.number);
  const answer = await each(said, numbers, { verb: 'acknowledge' });
  if (waiting.length <= most) return answer;
  const more: Line = [
    `These were the newest ${most}; more of yours wait. Send `,
    { code: sampleOn(known.connection.platform, 'incident', acknowledge, { mine: true }) },
    ' again.',
  ];
  return { lines: [...(answer?.lines ?? []), more] };
}

/** Each on its own: one that cannot be done does not keep the others from being done. */
export async function each({ deps, known }: Said, numbers: readonly number[], command: Command): Promise<Words | null> {
  const refused: Line[] = [];
  for (const number of numbers) {
    const now = deps.clock();
    const ref = { number };
    const result = await attempt(deps.store, (tx) => handle(tx, deps, known.actor, ref, command, now));
    if (!result.ok) refused.push(...(await tellRefusal(deps, known, ref, result.refusal, now)).lines);
  }
  return refused.length === 0 ? null : { lines: refused };
}
