import { describe, expect, test } from 'vitest';
import type { Platform } from '../../src/account/platform.ts';
import { sayHelp, sayUnknown } from '../../src/chat/commands/help.ts';
import { acknowledge, resolve } from '../../src/chat/commands/incident-act.ts';
import { snooze } from '../../src/chat/commands/incident-snooze.ts';
import { commands } from '../../src/chat/commands/run.ts';
import type { Described } from '../../src/chat/commands/word.ts';
import { sampleOn } from '../../src/chat/commands/written.ts';
import { plain } from '../../src/chat/line.ts';

const help = (platform: Platform, command: string, about = ''): readonly string[] =>
  sayHelp(
    commands,
    platform,
    command,
    about.split(' ').filter((word) => word !== ''),
  ).lines.map(plain);
const unknown = (platform: Platform, command: string, typed: string): readonly string[] =>
  sayUnknown(commands, platform, command, typed).lines.map(plain);

const overview: Readonly<Record<Platform, readonly string[]>> = {
  slack: [
    'What you can say',
    '/incident list [mine] [open|all] [SERVICE] What is open now, newest first.',
    '/incident show N Everything about one incident.',
    '/incident trigger SERVICE SUMMARY Opens an incident and pages whoever is first.',
    '/incident acknowledge N… | mine You have it: nobody else is paged.',
    '/incident resolve N… [because TEXT] It is over.',
    '/incident escalate N [to RULE] Pages the next rule now, or the one you name.',
    '/incident snooze N FOR Quiet for that long (90m, 2h, 1d), then whoever was paged last is paged again.',
    '/incident wake N… Ends a snooze now.',
    '/incident note N TEXT Writes something down under the card.',
    '/incident help [COMMAND] What you can say; with a command, more about that one.',
    'Where /incident is taken, /reveille incident … does the same.',
  ],
  discord: [
    'What you can say',
    '/incident list [mine] [which] [service] What is open now, newest first.',
    '/incident show incident Everything about one incident.',
    '/incident trigger service [summary] Opens an incident and pages whoever is first.',
    '/incident acknowledge [incident] [mine] You have it: nobody else is paged.',
    '/incident resolve incident [because] It is over.',
    '/incident escalate incident [rule] Pages the next rule now, or the one you name.',
    '/incident snooze incident [for] Quiet for that long (90m, 2h, 1d), then whoever was paged last is paged again.',
    '/incident wake incident Ends a snooze now.',
    '/incident note incident [text] Writes something down under the card.',
    '/incident help [command] What you can say; with a command, more about that one.',
  ],
};

describe.each(['slack', 'discord'] as const)('in %s', (platform) => {
  test('help shows what may follow its command; of /reveille, everything', () => {
    const lines = overview[platform];
    expect(help(platform, 'incident')).toEqual(lines);
    expect(help(platform, 'reveille', 'incident')).toEqual(lines);
    const all = help(platform, 'reveille');
    expect(all).toEqual(expect.arrayContaining([...lines]));
    expect(all).toContainEqual(expect.stringMatching(/^\/reveille status How Reveille is: /));
  });
});

test.each<[platform: Platform, command: string, about: string, lines: readonly string[]]>([
  [
    'slack',
    'incident',
    'ack',
    [
      '/incident acknowledge N… | mine',
      'You have it: nobody else is paged.',
      'N…: one number or several, with or without #.',
      'Shorter: /incident ack',
      'Where that is taken: /reveille incident acknowledge',
    ],
  ],
  [
    'discord',
    'incident',
    'ack',
    [
      '/incident acknowledge [incident] [mine]',
      'You have it: nobody else is paged.',
      'incident: The number of the incident, or several numbers.',
      'mine: Everything that waits for you.',
    ],
  ],
  [
    'slack',
    'reveille',
    'incident escalate',
    [
      '/incident escalate N [to RULE]',
      'Pages the next rule now, or the one you name.',
      'N: the number of an incident, with or without #.',
      'RULE: its number in the policy, counted from 1.',
      'Where that is taken: /reveille incident escalate',
    ],
  ],
  [
    'discord',
    'reveille',
    'incident escalate',
    [
      '/incident escalate incident [rule]',
      'Pages the next rule now, or the one you name.',
      'incident: The number of the incident.',
      'rule: The rule to page, counted from 1; the next one when left out.',
    ],
  ],
  ['slack', 'reveille', 'status', ['/reveille status', expect.stringContaining('How Reveille is')]],
  [
    'slack',
    'reveille',
    '/incident shwo',
    [
      'I do not know shwo. Did you mean /reveille help incident show?',
      '/incident show N Everything about one incident.',
    ],
  ],
  [
    'discord',
    'reveille',
    '/incident shwo',
    [
      'I do not know shwo. Did you mean /reveille help command:incident show?',
      '/incident show incident Everything about one incident.',
    ],
  ],
  [
    'slack',
    'incident',
    'sow',
    ['I do not know sow. Did you mean /incident help show?', '/incident show N Everything about one incident.'],
  ],
])('in %s, /%s help %s tells about one', (platform, command, about, lines) => {
  expect(help(platform, command, about)).toEqual(lines);
});

test.each<[platform: Platform, typed: string, meant: string, usage: string]>([
  ['slack', 'incidents', '/reveille incident', '/reveille help incident shows what may follow.'],
  ['slack', 'ack', '/reveille incident ack', '/incident acknowledge N… | mine You have it: nobody else is paged.'],
  [
    'discord',
    'ack',
    '/incident acknowledge',
    '/incident acknowledge [incident] [mine] You have it: nobody else is paged.',
  ],
])('in %s, /reveille %s: %s is offered', (platform, typed, meant, usage) => {
  expect(unknown(platform, 'reveille', typed)).toEqual([
    `I do not know /reveille ${typed}. Did you mean ${meant}?`,
    usage,
  ]);
});

test.each<[word: Described, values: Readonly<Record<string, string | true>>, slack: string, discord: string]>([
  [snooze, { incident: '142', for: '2h' }, '/incident snooze 142 2h', '/incident snooze incident:142 for:2h'],
  [acknowledge, { mine: true }, '/incident acknowledge mine', '/incident acknowledge mine:True'],
  [
    resolve,
    { incident: '142', because: 'the disk was full' },
    '/incident resolve 142 because the disk was full',
    '/incident resolve incident:142 because:the disk was full',
  ],
])('an example can be typed or pasted where it is shown', (word, values, slack, discord) => {
  expect(sampleOn('slack', 'incident', word, values)).toBe(slack);
  expect(sampleOn('discord', 'incident', word, values)).toBe(discord);
});
