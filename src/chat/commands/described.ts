import { help } from './help.ts';
import { commands } from './run.ts';
import type { Described } from './word.ts';

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
