import { closest } from 'fastest-levenshtein';
import type { Rule } from '../policy/policy.ts';
import { differing, match, sayChange } from './match.ts';
import type { TeamFile } from './shape.ts';
import { insertPolicy, livingPolicies, replaceRules, rulesOf, savePolicy } from './store.ts';
import type { Work } from './work.ts';

/** The policies of the file. Returns the ids of all living ones, by key. */
export async function applyPolicies(
  work: Work,
  file: TeamFile,
  people: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const { tx, account, deps, now } = work;
  const rows = await livingPolicies(tx, account.id);
  const ids = new Map(rows.map((row) => [row.key, row.id]));
  for (const [key, policy] of Object.entries(file.policies)) {
    const { row, conflict } = match(rows, 'policies', key, policy.was);
    if (conflict !== null) work.conflicts.push(conflict);
    const wanted = { key, loops: policy.loops, status: policy.enabled ? 'active' : 'disabled' };
    const id = row?.id ?? deps.newId('pol');
    const rules = rulesFor(work, key, policy.rules, people);
    if (row === undefined) {
      await insertPolicy(tx, { id, accountId: account.id, createdAt: now, ...wanted });
      await replaceRules(tx, account.id, id, rules);
      work.changes.push(`add policy ${key}`);
    } else {
      const change = { ...differing<Record<string, unknown>>(row, wanted) };
      const current = (await rulesOf(tx, id)).map(({ wait, targets }) => ({ wait, targets }));
      if (JSON.stringify(current) !== JSON.stringify(rules)) {
        await replaceRules(tx, account.id, id, rules);
        change.rules = rules;
      }
      if (Object.keys(change).length > 0) {
        await savePolicy(tx, id, wanted);
        work.changes.push(sayChange('policy', key, row.key, change));
        ids.delete(row.key);
      }
    }
    ids.set(key, id);
  }
  return ids;
}

function rulesFor(
  work: Work,
  policy: string,
  rules: TeamFile['policies'][string]['rules'],
  people: ReadonlyMap<string, string>,
): readonly Rule[] {
  return rules.map(({ page, wait }, index) => ({
    wait,
    targets: page.flatMap(({ key }, place) => {
      const id = people.get(key);
      if (id !== undefined) return [{ kind: 'person' as const, id }];
      const path = ['policies', policy, 'rules', index, 'page', place];
      work.conflicts.push({ path, message: unknown('person', key, [...people.keys()]) });
      return [];
    }),
  }));
}

/** 'names person/bob, whom nobody knows. Did you mean bo?' */
export function unknown(what: string, key: string, known: readonly string[]): string {
  const hint = known.length === 0 ? '' : ` Did you mean ${closest(key, [...known])}?`;
  return `names the ${what} ${key}, which is neither in this file nor in the account.${hint}`;
}
