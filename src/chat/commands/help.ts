import { closest } from 'fastest-levenshtein';
import type { Platform } from '../../account/platform.ts';
import { cut } from '../../lib/cut.ts';
import type { Line, Words } from '../card.ts';
import { say } from '../words.ts';
import { optionsOf } from './params.ts';
import type { Described } from './word.ts';
import { isLine, optionOn, usageOn } from './written.ts';

/** The words after each command, by its name. */
export type Vocabulary = ReadonlyMap<string, readonly Described[]>;

/** Every command has it, and it needs no account. */
export const help: Described = {
  name: 'help',
  aliases: [],
  usage: 'help [COMMAND]',
  what: 'What you can say; with a command, more about that one.',
  params: [{ name: 'command', kind: 'text', what: 'A word to know more about.', optional: true }],
};

/** What the capital words of a usage line stand for. */
const placeholders: Readonly<Record<string, string>> = {
  N: 'the number of an incident, with or without #',
  'N…': 'one number or several, with or without #',
  SERVICE: 'its key or its name',
  RULE: 'its number in the policy, counted from 1',
  TEXT: 'whatever you want to say, to the end of the line',
  CODE: 'what /reveille link showed where you are known, or what an owner gave you',
  PERSON: 'the key of a person in the team file',
  COMMAND: 'a word from the list of help',
};

/** Answers `/COMMAND help ABOUT…`: everything that may follow the command, or one word of it, or of another command. */
export function sayHelp(vocabulary: Vocabulary, platform: Platform, command: string, about: readonly string[]): Words {
  const [first, ...rest] = about.map((word) => word.replace(/^\//, '').toLowerCase());
  if (first === undefined)
    return overview(vocabulary, command === 'reveille' ? [...vocabulary.keys()] : [command], platform);
  const within = vocabulary.has(first);
  const asked = within ? rest[0] : first;
  if (asked === undefined) return overview(vocabulary, [first], platform);
  const places = within ? [first] : [command, ...othersThan(vocabulary, command)];
  for (const name of places) {
    const found = wordsOf(vocabulary, name).find((word) => isCalled(word, asked));
    if (found !== undefined) return say(...details(name, found, platform));
  }
  const written = (name: string, called: string): string => {
    const said = optionOn(platform, 'command', name === command ? called : `${name} ${called}`);
    return `/${command} ${help.name} ${said}`;
  };
  const candidates = places.flatMap((name) => candidatesOf(vocabulary, platform, name, written));
  return didYouMean(asked, asked, candidates);
}

/** Says what was probably meant, and how that is written. */
export function sayUnknown(vocabulary: Vocabulary, platform: Platform, command: string, typed: string): Words {
  const written = (name: string, called: string): string => `/${name} ${called}`;
  const candidates = candidatesOf(vocabulary, platform, command, written);
  if (command === 'reveille') {
    for (const name of othersThan(vocabulary, command)) {
      if (!isLine(platform)) {
        candidates.push(...candidatesOf(vocabulary, platform, name, written));
        continue;
      }
      const line: Line = [{ code: `/reveille help ${name}` }, ' shows what may follow.'];
      candidates.push({ called: name, written: `/reveille ${name}`, line });
      candidates.push(
        ...candidatesOf(vocabulary, platform, name, (of, called) => `/reveille ${written(of, called).slice(1)}`),
      );
    }
  }
  return didYouMean(typed.toLowerCase(), `/${command} ${typed}`, candidates);
}

/** Something that could have been meant. */
interface Candidate {
  readonly called: string;
  readonly written: string;
  readonly line: Line;
}

function candidatesOf(
  vocabulary: Vocabulary,
  platform: Platform,
  name: string,
  written: (name: string, called: string) => string,
): Candidate[] {
  return wordsOf(vocabulary, name).flatMap((word) =>
    [word.name, ...word.aliases].map((called) => ({
      called,
      // What is chosen from a list stands there once.
      written: written(name, isLine(platform) ? called : word.name),
      line: usageLine(platform, name, word),
    })),
  );
}

function didYouMean(typed: string, shown: string, candidates: readonly Candidate[]): Words {
  const near = closest(
    typed,
    candidates.map(({ called }) => called),
  );
  const meant = candidates.find(({ called }) => called === near);
  const unknown: Line = ['I do not know ', { code: cut(shown, 60) }, '.'];
  if (meant === undefined) return say(unknown);
  return say([...unknown, ' Did you mean ', { code: meant.written }, '?'], meant.line);
}

function othersThan(vocabulary: Vocabulary, command: string): readonly string[] {
  return [...vocabulary.keys()].filter((name) => name !== command);
}

function overview(vocabulary: Vocabulary, names: readonly string[], platform: Platform): Words {
  const lines = names.flatMap((name) => wordsOf(vocabulary, name).map((word) => usageLine(platform, name, word)));
  const others = isLine(platform) ? names.filter((name) => name !== 'reveille') : [];
  const taken = others.map(
    (name): Line => ['Where ', { code: `/${name}` }, ' is taken, ', { code: `/reveille ${name} …` }, ' does the same.'],
  );
  return say([{ bold: 'What you can say' }], ...lines, ...taken);
}

function details(name: string, word: Described, platform: Platform): readonly Line[] {
  const usage: Line = [{ code: usageOn(platform, name, word) }];
  if (!isLine(platform)) {
    return [usage, [word.what], ...optionsOf(word).map((option): Line => [{ code: option.name }, `: ${option.what}`])];
  }
  const capitals = [...new Set(word.usage.match(/[A-Z]+…?/g) ?? [])];
  return [
    usage,
    [word.what],
    ...capitals.flatMap((capital): Line[] => {
      const meaning = placeholders[capital];
      return meaning === undefined ? [] : [[{ code: capital }, `: ${meaning}.`]];
    }),
    ...word.aliases.map((alias): Line => ['Shorter: ', { code: `/${name} ${alias}` }]),
    ...(name === 'reveille' ? [] : [['Where that is taken: ', { code: `/reveille ${name} ${word.name}` }]]),
  ];
}

export function isCalled(word: Described, asked: string): boolean {
  return word.name === asked || word.aliases.includes(asked);
}

function wordsOf(vocabulary: Vocabulary, name: string): readonly Described[] {
  return [...(vocabulary.get(name) ?? []), help];
}

function usageLine(platform: Platform, command: string, word: Described): Line {
  return [{ code: usageOn(platform, command, word) }, ` ${word.what}`];
}
