import { Document, isCollection, isMap, isSeq } from 'yaml';
import { accounts } from '../account/store.ts';
import type { Reader } from '../db/store.ts';
import { no, ok, type Result } from '../lib/result.ts';
import { asFile } from './as-file.ts';
import type { Exported } from './commands.ts';
import { unfilled } from './fill.ts';
import { readState } from './state.ts';

export type ExportRefusal =
  | { readonly code: 'no-account' }
  /** Which of them is meant was not said, or it was said wrongly. */
  | { readonly code: 'several-accounts' | 'unknown-account'; readonly accounts: readonly string[] };

/** The account as a team file; `key` null: the only one. Applied again, it changes nothing. */
export async function exportTeamFile(reader: Reader, key: string | null): Promise<Result<Exported, ExportRefusal>> {
  const all = await accounts(reader);
  const keys = all.map((account) => account.key).toSorted();
  const [first] = all;
  if (first === undefined) return no({ code: 'no-account' });
  if (key === null && all.length > 1) return no({ code: 'several-accounts', accounts: keys });
  const account = key === null ? first : all.find((one) => one.key === key);
  if (account === undefined) return no({ code: 'unknown-account', accounts: keys });
  const file = short(asFile(await readState(reader, account)));
  return ok({ account: account.key, yaml: yamlOf(account.key, file), file });
}

/** Without what the file would be taken to say anyway: nothing, and that something is in use. */
function short(value: unknown): unknown {
  if (typeof value === 'string') return unfilled(value);
  if (Array.isArray(value)) return value.map(short);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).flatMap(([name, part]) => {
    const kept = short(part);
    const empty = kept === undefined || (typeof kept === 'object' && kept !== null && Object.keys(kept).length === 0);
    return empty || (name === 'enabled' && kept === true) ? [] : [[name, kept]];
  });
  return Object.fromEntries(parts);
}

function yamlOf(account: string, file: unknown): string {
  // Whoever reads YAML 1.1 takes `yes` for true: then it is in quotes.
  const document = new Document(file, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  document.commentBefore = [
    ` The account ${account}, written by \`reveille export\`. \`reveille apply FILE\` makes it so again and changes only what you`,
    ' change here. Values of keys are not in it, because only their hashes are kept: a key that is there keeps its value, and',
    ' for one that is not there yet a value is made and shown once.',
  ].join('\n');
  const { contents } = document;
  for (const { key, value } of isMap(contents) ? contents.items : []) {
    if (!isMap(value)) continue;
    const entries = value.items.map((pair) => pair.value).filter(isMap);
    // `connect`, `notices` and every person take a line each, like every rule and key.
    if (entries.length === 0) value.flow = true;
    for (const entry of entries) {
      if (String(key) === 'people') entry.flow = true;
      for (const { value: field } of entry.items) {
        if (isMap(field)) field.flow = true;
        else if (isSeq(field)) for (const item of field.items) if (isCollection(item)) item.flow = true;
      }
    }
  }
  // No line is folded: what stands in one line differs in one line.
  return document.toString({ lineWidth: 0 });
}
