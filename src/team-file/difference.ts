import type { FieldChange } from './commands.ts';

type Entry = Readonly<Record<string, unknown>>;

/** What is about the entry itself and not among its fields: its name and its keys have lines of their own. */
const apart = new Set(['was', 'enabled', 'keys']);

/** The fields in which two entries differ, as they are written. A list differs by its places: `rules` by `rule 1`, `rule 2`. */
export function difference(before: Entry, after: Entry): readonly FieldChange[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])].filter((name) => !apart.has(name));
  return names.flatMap((name) => {
    const [from, to] = [before[name], after[name]];
    if (!Array.isArray(from) && !Array.isArray(to)) return changed(name, from, to);
    const [olds, news] = [listOf(from), listOf(to)];
    return Array.from({ length: Math.max(olds.length, news.length) }, (_, place) =>
      changed(`${name.replace(/s$/, '')} ${place + 1}`, olds[place], news[place]),
    ).flat();
  });
}

function changed(name: string, from: unknown, to: unknown): readonly FieldChange[] {
  const [old, next] = [told(from), told(to)];
  return JSON.stringify(old) === JSON.stringify(next) ? [] : [{ name, from: old, to: next }];
}

/** Absent and empty are the same: `channel: {}` is none. */
function told(value: unknown): unknown {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? undefined : value;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
