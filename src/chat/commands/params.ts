import type { Described, Param } from './word.ts';

/** A word that says nothing of what may follow it takes a line of text. */
export function paramsOf(word: Described): readonly Param[] {
  return word.params ?? [{ name: 'text', kind: 'text', what: word.usage, optional: true }];
}

/** The same in the order in which they are asked for by name: what is needed first. */
export function optionsOf(word: Described): readonly Param[] {
  return paramsOf(word).toSorted((a, b) => Number(a.optional ?? false) - Number(b.optional ?? false));
}

/** What was chosen by name, as it would have been typed. */
export function typedLine(word: Described, chosen: ReadonlyMap<string, string | number | boolean>): string {
  const said = paramsOf(word).flatMap((param): string[] => {
    const value = chosen.get(param.name);
    if (value === undefined || value === false) return [];
    if (param.kind === 'flag') return [param.name];
    const text = String(value).trim();
    if (text === '') return [];
    return param.after === undefined ? [text] : [param.after, text];
  });
  return [word.name, ...said].join(' ');
}
