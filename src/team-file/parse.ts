import {
  Composer,
  type CST,
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  Parser,
  visit,
  type YAMLMap,
} from 'yaml';
import { no, ok, type Result } from '../lib/result.ts';

/** A team of three thousand people fits; a file beyond it is something else. */
const longest = 500_000;
/** Resolving an alias walks the document. */
const mostAliases = 1000;
/** A team file needs 8. The YAML library goes down by recursion, and would run out of stack. */
const deepest = 32;

type Path = readonly PropertyKey[];

/** What is wrong at a place of the text; lines from 1. */
export interface Fault {
  readonly line: number;
  readonly path: Path;
  readonly message: string;
}

/** YAML as values, and where they stand. */
export interface Parsed {
  readonly value: unknown;
  /** The line of the deepest part of the path that is there. */
  lineOf(path: Path): number;
}

/** One YAML document, or why it is none. Whatever the text is, this ends soon and does not throw. */
export function parseYaml(text: string): Result<Parsed, readonly Fault[]> {
  const fault = (line: number, message: string): Fault => ({ line, path: [], message });
  if (text.length > longest) return no([fault(1, `is longer than ${longest} characters, which no team file is`)]);
  const lines = new LineCounter();
  const line = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deep = tooDeep(tokens);
  if (deep !== null) return no([fault(line(deep), `is nested more than ${deepest} levels deep`)]);
  // Duplicate keys are looked for below: the library compares every key with every other.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const [document, second] = [...composer.compose(tokens, true, text.length)];
  if (document === undefined || (document.contents === null && document.errors.length === 0)) {
    return no([fault(1, 'is empty; it needs at least `account: KEY`')]);
  }
  if (document.errors.length > 0) {
    return no(document.errors.map((error) => fault(line(error.pos[0]), `is not valid YAML: ${error.message}`)));
  }
  if (second !== undefined) {
    return no([fault(line(second.range[0]), 'holds more than one YAML document; a team file is one, without ---')]);
  }
  const wrong = [...keysWrong(document, line)];
  if (wrong.length > 0) return no(wrong);
  const value = valuesOf(document);
  if (value.ok) return ok({ value: value.value, lineOf: placesOf(document, line) });
  return no([fault(line(value.refusal.offset), value.refusal.message)]);
}

/** The document as plain values, its aliases followed. */
function valuesOf(document: Document): Result<unknown, { offset: number; message: string }> {
  const aliases: { offset: number; known: boolean }[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (aliases.length > mostAliases) return visit.BREAK;
      aliases.push({ offset: alias.range?.[0] ?? 0, known: alias.resolve(document) !== undefined });
      return undefined;
    },
  });
  const offset = aliases[0]?.offset ?? 0;
  const unknown = aliases.find(({ known }) => !known);
  if (unknown !== undefined) {
    return no({
      offset: unknown.offset,
      message: 'uses an alias (*NAME) whose anchor (&NAME) does not stand above it',
    });
  }
  const many = 'uses aliases (*NAME) so often, or inside themselves, that there is no end to it';
  if (aliases.length > mostAliases) return no({ offset, message: many });
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return endless(value) ? no({ offset, message: many }) : ok(value);
  } catch (error) {
    // "Excessive alias count": https://eemeli.org/yaml/#tojs-options, maxAliasCount. Nothing else throws it here.
    if (error instanceof ReferenceError) return no({ offset, message: many });
    throw error;
  }
}

/** Whether aliases have made the value deeper than any document may be, or a circle. */
function endless(value: unknown): boolean {
  const open = [{ value, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { depth } = next;
    if (depth > deepest) return true;
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const part of Object.values(next.value)) open.push({ value: part, depth: depth + 1 });
  }
  return false;
}

/** The offset of the first token that is nested too deeply; walked without recursion. */
function tooDeep(tokens: readonly CST.Token[]): number | null {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > deepest) return token.offset;
    if (token.type === 'document' && token.value !== undefined) open.push({ token: token.value, depth });
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key != null) open.push({ token: key, depth: depth + 1 });
      if (value !== undefined) open.push({ token: value, depth: depth + 1 });
    }
  }
  return null;
}

/** Keys that stand twice in their map, and keys that are no text. */
function keysWrong(document: Document, line: (offset: number) => number): readonly Fault[] {
  const wrong: Fault[] = [];
  visit(document, {
    Map: (_, map, above) => {
      const seen = new Map<string, number>();
      for (const { key } of map.items) {
        const at = line(isNode(key) ? (key.range?.[0] ?? 0) : 0);
        const path = pathOf([...above, map]);
        if (!isScalar(key) || key.value === null || typeof key.value === 'object') {
          wrong.push({ line: at, path, message: 'has a key that is not a plain word' });
          continue;
        }
        const name = String(key.value);
        if (name === '__proto__') {
          wrong.push({ line: at, path: [...path, name], message: 'is no name that may be given' });
          continue;
        }
        const first = seen.get(name);
        if (first === undefined) seen.set(name, at);
        else wrong.push({ line: at, path: [...path, name], message: `stands there twice, first in line ${first}` });
      }
    },
  });
  return wrong;
}

/** The names of the maps' keys and the places in the lists on the way down. */
function pathOf(above: readonly unknown[]): Path {
  return above.flatMap((node, index): Path => {
    if (isSeq(node)) return [node.items.indexOf(above[index + 1])];
    if (typeof node !== 'object' || node === null || !('key' in node) || !isScalar(node.key)) return [];
    return [String(node.key.value)];
  });
}

/** Where every path stands; the keys of a map are gone through once, however many questions there are about it. */
function placesOf(document: Document, line: (offset: number) => number): (path: Path) => number {
  const kept = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  const pairsOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const known = kept.get(map);
    if (known !== undefined) return known;
    const pairs = new Map(map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]));
    kept.set(map, pairs);
    return pairs;
  };
  return (path) => {
    let node: unknown = document.contents;
    let found = isNode(node) && path.length === 0 ? (node.range?.[0] ?? 0) : 0;
    for (const part of path) {
      if (isMap(node)) {
        const pair = pairsOf(node).get(String(part));
        if (isNode(pair?.key)) found = pair.key.range?.[0] ?? found;
        node = pair?.value;
      } else if (isSeq(node)) {
        node = node.items[Number(part)];
        if (isNode(node)) found = node.range?.[0] ?? found;
      } else break;
    }
    return line(found);
  };
}
