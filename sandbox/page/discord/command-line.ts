import { count, type Fields, fields, list, text } from '../read.ts';

/** Types of options (https://docs.discord.com/developers/interactions/application-commands#application-command-object). */
const kinds = { sub: 1, group: 2, integer: 4, boolean: 5, user: 6, number: 10 } as const;

export type Value = string | number | boolean;

/** Something that may stand next in the line. */
export interface Proposal {
  /** The whole line with it. */
  readonly line: string;
  readonly label: string;
  readonly why: string;
}

/** What stands in the line: `/incident show incident:142`, options as `name:value`. */
export interface Typed {
  /** The command and its subcommand, with a blank between. */
  readonly name: string;
  readonly values: Readonly<Record<string, Value>>;
  /** What may stand next, as far as the command itself tells. */
  readonly proposals: readonly Proposal[];
  /** The option that is being typed and that the app completes, and the line before its value; null: none. */
  readonly completes: { readonly option: string; readonly before: string } | null;
  /** Why it cannot be sent yet; null: it can. */
  readonly missing: string | null;
}

function isSub({ type }: Fields): boolean {
  return type === kinds.sub || type === kinds.group;
}

function named(options: readonly Fields[], name: string | undefined): Fields | undefined {
  return options.find((each) => text(each.name) === name);
}

/** What is typed, as the kind of value that the option takes. */
function readAs(option: Fields, typed: string): Value {
  if (option.type === kinds.boolean) return typed.toLowerCase() !== 'false';
  const number = Number(typed);
  const isNumber = option.type === kinds.integer || option.type === kinds.number;
  return isNumber && typed !== '' && !Number.isNaN(number) ? number : typed;
}

/** The values in the line: each goes on to where the next known option begins. */
function valuesIn(rest: string, options: readonly Fields[]): { name: string; at: number; value: string }[] {
  const starts = [...rest.matchAll(/(?:^|\s)([\p{L}\p{N}_-]+):/gu)].filter((each) => named(options, each[1]));
  return starts.map((each, index) => {
    const at = each.index + each[0].length;
    return { name: each[1] ?? '', at, value: rest.slice(at, starts[index + 1]?.index ?? rest.length) };
  });
}

function fixedValues(option: Fields): { value: string; label: string }[] {
  if (option.type === kinds.boolean) return ['true', 'false'].map((each) => ({ value: each, label: each }));
  return list(option.choices).map((each) => {
    const it = fields(each);
    return { value: typeof it.value === 'number' ? String(it.value) : text(it.value), label: text(it.name) };
  });
}

function withOptions(name: string, head: string, rest: string, options: readonly Fields[]): Typed {
  const found = valuesIn(rest, options);
  const last = found.at(-1);
  const values = Object.fromEntries(
    found.map((each) => [each.name, readAs(named(options, each.name) ?? {}, each.value.trim())]),
  );
  const lacking = options.find((each) => each.required === true && String(values[text(each.name)] ?? '') === '');
  const missing = lacking ? `Still to be said: ${text(lacking.name)} (${text(lacking.description)})` : null;
  const option = last && named(options, last.name);
  const isTyping = last !== undefined && !/\S\s$/.test(last.value);
  const before = `${head}${rest.slice(0, last?.at ?? 0)}`;
  if (option && isTyping) {
    const typed = last.value.trim();
    const fitting = fixedValues(option).filter(({ value, label }) => label.startsWith(typed) && value !== typed);
    const proposals = fitting.map(({ value, label }) => ({ line: `${before}${value} `, label, why: '' }));
    const completes = option.autocomplete === true ? { option: text(option.name), before } : null;
    if (completes || proposals.length > 0 || typed === '') return { name, values, proposals, completes, missing };
  }
  const word = /(?:^|\s)([^\s:]*)$/.exec(rest)?.[1] ?? '';
  const begun = named(options, word) === undefined && last === undefined ? word : '';
  const line =
    `${head}${begun === '' ? rest.trimEnd() : rest.slice(0, rest.length - begun.length).trimEnd()}`.trimEnd();
  const left = options.filter((each) => !(text(each.name) in values) && text(each.name).startsWith(begun));
  const proposals = left.map((each) => ({
    line: `${line} ${text(each.name)}:`,
    label: `${text(each.name)}:`,
    why: `${text(each.description)}${each.required === true ? '' : ' (optional)'}`,
  }));
  return { name, values, proposals, completes: null, missing };
}

/** Reads a line that begins with `/`, as far as it is typed. */
export function readLine(commands: readonly Fields[], line: string): Typed {
  const walk = (path: readonly string[], options: readonly Fields[], rest: string): Typed => {
    const name = path.join(' ');
    const head = path.length === 0 ? '/' : `/${name} `;
    const isList = path.length === 0 || options.some(isSub);
    if (!isList) return withOptions(name, head, rest, options);
    const [, word = '', more] = /^(\S*)(?:\s+(.*))?$/s.exec(rest) ?? [];
    const next = more === undefined ? undefined : named(options, word);
    if (next) return walk([...path, word], list(next.options).map(fields), more ?? '');
    // A whole command without a blank behind it is one, unless more has to follow.
    const whole = named(options, word);
    const inner = list(whole?.options).map(fields);
    const complete = whole && !(path.length === 0 ? inner.some(isSub) : false);
    const fitting = options.filter(
      (each) => text(each.name).startsWith(word) && (text(each.name) !== word || !complete),
    );
    const proposals = fitting.map((each) => {
      const own = list(each.options).map(fields);
      const needed = own.find((one) => one.required === true && !isSub(one));
      const begun = `${head}${text(each.name)} ${needed ? `${text(needed.name)}:` : ''}`;
      return { line: begun, label: `${head}${text(each.name)}`, why: text(each.description) };
    });
    if (complete) return { ...walk([...path, word], inner, ''), ...(proposals.length > 0 && { proposals }) };
    const missing = word === '' || whole ? 'Choose what follows.' : `There is no ${head}${word}.`;
    return { name: [...path, word].join(' ').trim(), values: {}, proposals, completes: null, missing };
  };
  return walk([], commands, line.replace(/^\//, ''));
}

/** What the app proposed for the value that is being typed. */
export function proposed(choices: readonly unknown[], before: string): Proposal[] {
  return choices.map((each) => {
    const it = fields(each);
    const value = typeof it.value === 'number' ? String(count(it.value)) : text(it.value);
    return { line: `${before}${value} `, label: text(it.name), why: '' };
  });
}
