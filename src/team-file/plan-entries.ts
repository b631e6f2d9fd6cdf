import { closest } from 'fastest-levenshtein';
import type { Tx } from '../db/store.ts';
import type { IdPrefix } from '../lib/ids.ts';
import type { Change } from './commands.ts';
import { difference } from './difference.ts';
import type { Conflict, Planning } from './planning.ts';

/** What is known by its key: by the key, its id. `leaving` are those whom the plan deletes. */
export interface Known {
  readonly ids: ReadonlyMap<string, string>;
  readonly leaving: ReadonlySet<string>;
}

interface Section<E, R> {
  readonly section: 'people' | 'policies' | 'services';
  readonly noun: 'person' | 'policy' | 'service';
  readonly prefix: IdPrefix;
  readonly entries: Readonly<Record<string, E>>;
  readonly rows: readonly R[];
  /** What is written for an entry: a row that is not there yet, or one that is. */
  write(key: string, entry: E, id: string): { insert(tx: Tx): Promise<void>; save(tx: Tx): Promise<void> };
  /** Fields that are kept where the file leaves them out. */
  readonly kept?: readonly string[];
}

/** One section of the file against the rows that it means: who is new, who is called otherwise, what differs. */
export function planEntries<
  E extends { readonly was?: string | undefined; readonly enabled: boolean },
  R extends { readonly id: string; readonly key: string; readonly status: string },
>(planning: Planning, about: Section<E, R>): Known {
  const { section, noun, rows } = about;
  const gone = planning.gone[section];
  const ids = new Map(rows.filter(({ id }) => !gone.has(id)).map(({ key, id }) => [key, id]));
  const byKey = new Map(rows.map((row) => [row.key, row]));
  for (const [key, entry] of Object.entries(about.entries)) {
    const { row, conflict } = match(byKey, section, key, entry.was);
    if (conflict !== null) planning.conflicts.push(conflict);
    const id = row?.id ?? planning.deps.newId(about.prefix);
    const after = planning.after[section]?.[key] ?? {};
    const before = (row === undefined ? undefined : planning.before[section]?.[key]) ?? {};
    const fields = difference(before, after).filter(({ name, to }) => to !== undefined || !about.kept?.includes(name));
    const { insert, save } = about.write(key, entry, id);
    if (row === undefined) {
      const off = entry.enabled ? [] : [{ name: 'enabled', to: false }];
      const change = { section, noun, key, action: 'add', fields: [...fields, ...off] } as const;
      planning.steps.push({ changes: [change], run: insert });
    } else {
      const changes: Change[] = [];
      if (row.key !== key) changes.push({ section, noun, key, action: 'rename', was: row.key, fields: [] });
      if (fields.length > 0) changes.push({ section, noun, key, action: 'change', fields });
      if ((row.status === 'active') !== entry.enabled) {
        changes.push({ section, noun, key, action: entry.enabled ? 'enable' : 'disable', fields: [] });
      }
      if (changes.length > 0) planning.steps.push({ changes, run: save });
      ids.delete(row.key);
    }
    ids.set(key, id);
  }
  return { ids, leaving: new Set(rows.filter(({ id }) => gone.has(id)).map(({ key }) => key)) };
}

/** The row that an entry of the file means: by its key, else by the key that it had. */
function match<R>(
  rows: ReadonlyMap<string, R>,
  section: string,
  key: string,
  was: string | undefined,
): { row: R | undefined; conflict: Conflict | null } {
  const row = rows.get(key);
  const former = was === undefined ? undefined : rows.get(was);
  if (row !== undefined && former !== undefined && was !== key) {
    const message = `cannot take the place of ${was}: both exist`;
    return { row, conflict: { path: [section, key, 'was'], message } };
  }
  return { row: row ?? former, conflict: null };
}

/** 'names the person bob, which is neither in this file nor in the account. Did you mean bo?' */
export function unknown(what: string, key: string, { ids, leaving }: Known): string {
  if (leaving.has(key)) return `names the ${what} ${key}, which is not in this file, so that --prune would delete it`;
  const hint = ids.size === 0 ? '' : ` Did you mean ${closest(key, [...ids.keys()])}?`;
  return `names the ${what} ${key}, which is neither in this file nor in the account.${hint}`;
}
