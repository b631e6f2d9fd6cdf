import type { Actor } from '../../account/actor.ts';
import { attempt } from '../../db/attempt.ts';
import { readCode } from '../../person/link/code.ts';
import { makeLinkCode } from '../../person/link/make.ts';
import { takeTry, useLinkCode } from '../../person/link/use.ts';
import { owners, peopleByIds } from '../../person/store.ts';
import type { Words } from '../card.ts';
import { recognise } from '../recognise.ts';
import { sayStranger } from '../words.ts';
import { sayKnownAs, sayMade, sayNotMade, sayNotUsed, sayTooManyTries } from './link-words.ts';
import type { ChatWord, Said, Stranger } from './word.ts';

/** Two identities of one person: a code is made where they are known, and typed where they are not. */
export const link: ChatWord = {
  name: 'link',
  aliases: [],
  usage: 'link [CODE|PERSON]',
  what: 'Be known on two platforms: get a code on one, type it on the other. Owners get one for anybody.',
  params: [
    { name: 'code', kind: 'text', what: 'The code that you were given, where you are not known yet.', optional: true },
    { name: 'person', kind: 'text', what: 'For owners: the key of the person who needs a code.', optional: true },
  ],
  run: make,
  stranger: use,
};

/** By somebody whom we know: a code for themselves or, by an owner, for another person. */
async function make({ deps, known, words }: Said): Promise<Words> {
  const { read } = deps.store;
  const [self] = await peopleByIds(read, known.actor.accountId, [known.personId]);
  const name = self?.name ?? 'somebody';
  const { accountId, role } = known.actor;
  const actor: Actor & { who: { kind: 'person' } } = { accountId, role, who: { kind: 'person', id: known.personId } };
  const key = words.length === 0 ? null : words.join(' ').replace(/^@/, '').toLowerCase();
  const now = deps.clock();
  const made = await attempt(deps.store, (tx) => makeLinkCode(tx, deps, actor, key, now));
  if (made.ok) return sayMade(made.value, made.value.person.id === known.personId);
  const { code } = made.refusal;
  // No such person, or none of their business: then it was a code, typed where there is nothing to link.
  const isCode = key !== null && readCode(key) !== null;
  if (isCode && (code === 'not-permitted' || code === 'unknown-person')) return sayKnownAs(name);
  const names = (await owners(read, accountId)).map((owner) => owner.name);
  return sayNotMade(made.refusal, known.personId, names);
}

/** By somebody whom we do not know: what they wanted before is done once they are known. */
async function use({ deps, speaker, refusal, words, fulfil }: Stranger): Promise<Words> {
  if (words.length === 0) {
    const known = await recognise(deps, speaker);
    if (!known.ok) return sayStranger(known.refusal);
    const [person] = await peopleByIds(deps.store.read, known.value.actor.accountId, [known.value.personId]);
    return await welcome(person?.name ?? 'yourself', fulfil);
  }
  const { platform, workspace, person: externalId } = speaker;
  const claimant = { platform, workspace, externalId };
  const now = deps.clock();
  const tried = await deps.store.transaction((tx) => takeTry(tx, claimant, now));
  if (!tried.ok) return sayTooManyTries(tried.refusal.until);
  const linked = await attempt(deps.store, (tx) => useLinkCode(tx, deps, claimant, words.join(''), now));
  const names = refusal.code === 'person-unknown' ? refusal.owners : [];
  if (!linked.ok) return sayNotUsed(linked.refusal, platform, names);
  return await welcome(linked.value.person.name, fulfil);
}

async function welcome(name: string, fulfil: Stranger['fulfil']): Promise<Words> {
  const hello = `You are known here as ${name} now.`;
  const done = await fulfil();
  if (done.kind === 'nothing') return { lines: [[hello]] };
  if (done.words === null) return { lines: [[hello, ' What you wanted is done.']] };
  return { ...done.words, lines: [[hello], ...done.words.lines] };
}
