import type { Rule } from '../policy/policy.ts';
import { policyColumns, rowOf } from './columns.ts';
import { type Known, planEntries, unknown } from './plan-entries.ts';
import type { Planning } from './planning.ts';
import { insertPolicy, replaceRules, savePolicy } from './store.ts';

/** The policies of the file, with their rules. */
export function planPolicies(planning: Planning, people: Known): Known {
  const { file, state, now } = planning;
  const accountId = state.account.id;
  return planEntries(planning, {
    section: 'policies',
    noun: 'policy',
    prefix: 'pol',
    entries: file.policies,
    rows: state.policies,
    write: (key, entry, id) => {
      const row = { key, ...rowOf(policyColumns, entry) };
      const rules = rulesFor(planning, key, entry.rules, people);
      return {
        insert: async (tx) => {
          await insertPolicy(tx, { id, accountId, createdAt: now, ...row });
          await replaceRules(tx, accountId, id, rules);
        },
        save: async (tx) => {
          await savePolicy(tx, id, row);
          await replaceRules(tx, accountId, id, rules);
        },
      };
    },
  });
}

function rulesFor(
  planning: Planning,
  policy: string,
  rules: Planning['file']['policies'][string]['rules'],
  people: Known,
): readonly Rule[] {
  return rules.map(({ page, wait }, index) => ({
    wait,
    targets: page.flatMap(({ kind, key }, place) => {
      const id = people.ids.get(key);
      if (id !== undefined) return [{ kind, id }];
      const path = ['policies', policy, 'rules', index, 'page', place];
      planning.conflicts.push({ path, message: unknown('person', key, people) });
      return [];
    }),
  }));
}
