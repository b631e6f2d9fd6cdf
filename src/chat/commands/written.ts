import type { Platform } from '../../account/platform.ts';
import { optionsOf, typedLine } from './params.ts';
import type { Described } from './word.ts';

/** How a command is given: as one line of text, or chosen from a list and filled in by the names of its options. */
const manners: Readonly<Record<Platform, 'line' | 'options'>> = { slack: 'line', discord: 'options' };

/** Whether whatever follows a command is one line of text, so that there are shorter and longer ways to write it. */
export function isLine(platform: Platform): boolean {
  return manners[platform] === 'line';
}

/** What may follow a word there: `/incident resolve N… [because TEXT]`, or `/incident resolve incident [because]`. */
export function usageOn(platform: Platform, command: string, word: Described): string {
  if (isLine(platform)) return `/${command} ${word.usage}`;
  const options = optionsOf(word).map(({ name, optional }) => (optional === true ? `[${name}]` : name));
  return [`/${command}`, word.name, ...options].join(' ');
}

/** An example of it, to be typed or pasted: `/incident snooze 142 2h`, or `/incident snooze incident:142 for:2h`. */
export function sampleOn(
  platform: Platform,
  command: string,
  word: Described,
  values: Readonly<Record<string, string | true>>,
): string {
  if (isLine(platform)) return `/${command} ${typedLine(word, new Map(Object.entries(values)))}`;
  const chosen = optionsOf(word).flatMap(({ name }) => {
    const value = values[name];
    return value === undefined ? [] : [optionOn(platform, name, value === true ? 'True' : value)];
  });
  return [`/${command}`, word.name, ...chosen].join(' ');
}

/** What follows a word, by the name of its option where that is needed: Discord takes nothing else from what is pasted. */
export function optionOn(platform: Platform, name: string, value: string): string {
  return isLine(platform) ? value : `${name}:${value}`;
}
