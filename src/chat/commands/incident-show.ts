import { incidentByNumber } from '../../incident/store.ts';
import { drawCard } from '../draw.ts';
import { viewOf } from '../view.ts';
import { sayRefusal } from '../words.ts';
import { missing, wrongNumber } from './asked-again.ts';
import { numberOf } from './incident-number.ts';
import type { ChatWord } from './word.ts';

export const show: ChatWord = {
  name: 'show',
  aliases: [],
  usage: 'show N',
  what: 'Everything about one incident.',
  params: [{ name: 'incident', kind: 'incident', what: 'The number of the incident.' }],
  run: async (said) => {
    const { deps, known, words } = said;
    const [first] = words;
    const example = { incident: '142' };
    if (first === undefined) return missing(said, show, example, 'the number of the incident');
    const number = numberOf(first);
    if (number === null) return wrongNumber(said, show, example, { code: 'no-number', word: first });
    const { read } = deps.store;
    const { accountId } = known.actor;
    const incident = await incidentByNumber(read, accountId, number);
    const view = incident === null ? null : await viewOf(read, accountId, incident.id);
    if (view === null) {
      const nobody = { names: new Map(), owners: [], personId: known.personId, number, now: deps.clock() };
      return sayRefusal({ code: 'unknown-incident', ref: { number } }, nobody);
    }
    const card = drawCard(view, deps.clock());
    return { lines: [card.head, [card.aside], ...card.lines] };
  },
};
