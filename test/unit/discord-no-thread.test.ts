import { expect, test } from 'vitest';
import { noThread } from '../../adapters/discord/outcome.ts';

test.each([
  [true, 'I may not write in posts of that forum. Give the role of Reveille Send Messages in Threads there.'],
  [
    false,
    'I may not write in threads of that channel. Give the role of Reveille Create Public Threads and Send Messages in Threads there.',
  ],
])('what is missing to write under a card, in a forum (%s), is what a person has to give', (isForum, reason) => {
  expect(noThread(isForum)).toEqual({ kind: 'refused', reason });
});
