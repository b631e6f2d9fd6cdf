import { help } from './help.ts';
import { commands } from './run.ts';
import type { Described, Param } from './word.ts';

/** A command with everything that may follow it, for a platform that is told of them before anybody types. */
export interface DescribedCommand {
  readonly name: string;
  readonly what: string;
  readonly words: readonly Described[];
}

const about: Readonly<Record<string, string>> = {
  incident: 'What is wrong: see it, open it, answer it.',
  reveille: 'How Reveille is, and what you can say.',
};

export function describedCommands(): readonly DescribedCommand[] {
  return [...commands].map(([name, words]) => ({ name, what: about[name] ?? name, words: [...words, help] }));
}

/** A word that says nothing of what may follow it takes a line of text. */
export function paramsOf(word: Described): readonly Param[] {
  return word.params ?? [{ name: 'text', kind: 'text', what: word.usage, optional: true }];
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
