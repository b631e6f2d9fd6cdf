import { no, ok, type Result } from '../../lib/result.ts';

/** At most so many incidents in one command. */
export const most = 20;

export type NumbersRefusal =
  | { readonly code: 'no-number'; readonly word: string }
  | { readonly code: 'too-many'; readonly count: number };

/** `142` or `#142` → 142. Null: not a number that an incident can have. */
export function numberOf(word: string | undefined): number | null {
  const match = /^#?([1-9]\d{0,8})$/.exec(word ?? '');
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** `1 #2` or `1, 2` → 1 and 2, each once. */
export function numbersOf(words: readonly string[]): Result<readonly number[], NumbersRefusal> {
  const numbers = new Set<number>();
  for (const word of words.flatMap((text) => text.split(',')).filter((text) => text !== '')) {
    const number = numberOf(word);
    if (number === null) return no({ code: 'no-number', word });
    numbers.add(number);
  }
  if (numbers.size === 0) return no({ code: 'no-number', word: words.join(' ') });
  return numbers.size > most ? no({ code: 'too-many', count: numbers.size }) : ok([...numbers]);
}
