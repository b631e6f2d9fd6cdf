import type { Change, FieldChange } from '../../src/team-file/commands.ts';

/** What is to be done, and what was done. */
const verbs: Readonly<Record<Change['action'], readonly [string, string]>> = {
  add: ['add', 'added'],
  connect: ['connect', 'connected'],
  rename: ['rename', 'renamed'],
  change: ['change', 'changed'],
  enable: ['enable', 'enabled'],
  disable: ['disable', 'disabled'],
  delete: ['delete', 'deleted'],
};

/** A line for every change under the name of its section; `done` says it in the past tense. */
export function planLines(changes: readonly Change[], done: boolean): readonly string[] {
  return changes.flatMap((change, index) => {
    const line = `  ${sayChange(change, done)}`;
    return changes[index - 1]?.section === change.section ? [line] : [change.section, line];
  });
}

/** `change person ada: role responder → admin` */
export function sayChange(change: Change, done: boolean): string {
  const verb = verbs[change.action][done ? 1 : 0];
  if (change.action === 'rename') return `${verb} ${subject(change, change.was)} to ${word(change.key)}`;
  const fields = change.fields.map((field) => sayField(field, change.action === 'add')).join(', ');
  return `${verb} ${subject(change)}${fields === '' ? '' : `: ${fields}`}`;
}

/** `2 services: db, web; 1 person: bo` */
export function sayDeletions(deletions: readonly Change[]): string {
  const nouns = [...new Set(deletions.map(({ noun }) => noun))];
  return nouns
    .map((noun) => {
      const those = deletions.filter((change) => change.noun === noun);
      const names = those.map(({ key, service }) => (service === undefined ? key : `${word(key)} of ${service}`));
      return `${those.length} ${those.length === 1 ? noun : (plurals[noun] ?? `${noun}s`)}: ${names.join(', ')}`;
    })
    .join('; ');
}

const plurals: Readonly<Record<string, string>> = { person: 'people', policy: 'policies' };

function subject({ noun, key, service }: Change, was = key): string {
  if (noun === 'notices') return 'where owners are told';
  if (noun === 'slack' || noun === 'discord') {
    const platform = noun === 'slack' ? 'Slack' : 'Discord';
    return key === '' ? platform : `${platform} ${key}`;
  }
  return `${noun} ${word(was)}${service === undefined ? '' : ` of service ${service}`}`;
}

function sayField({ name, from, to, secret }: FieldChange, isNew: boolean): string {
  if (secret) return `${name} (not shown)`;
  return isNew ? `${name} ${flow(to)}` : `${name} ${flow(from)} → ${flow(to)}`;
}

/** As the file writes it in one line; nothing is `none`. */
function flow(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object') return typeof value === 'string' ? word(value) : String(value);
  const fields = Object.entries(value).map(([name, part]) => `${name}: ${flow(part)}`);
  return `{ ${fields.join(', ')} }`;
}

/** In quotes where it is more than one plain word; what a terminal would take for an order is written out. */
function word(text: string): string {
  if (/^[\p{L}\p{N}_./:@+-]+$/u.test(text) && text !== 'none') return text;
  return JSON.stringify(text).replace(orders, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Control characters that JSON leaves as they are, and those that turn the direction of a line. */
const orders = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
