import { and, asc, eq, sql } from 'drizzle-orm';
import { prepared } from '../db/prepared.ts';
import type { Reader } from '../db/store.ts';
import { type Snapshot, targetSchema } from './policy.ts';

const withRules = prepared('policy_with_rules', ({ db, t: { policy, rule } }) =>
  db
    .select({ key: policy.key, loops: policy.loops, wait: rule.wait, targets: rule.targets })
    .from(policy)
    .leftJoin(rule, eq(rule.policyId, policy.id))
    .where(
      and(
        eq(policy.accountId, sql.placeholder('accountId')),
        eq(policy.id, sql.placeholder('policyId')),
        eq(policy.status, 'active'),
      ),
    )
    .orderBy(asc(rule.place)),
);

/** The policy as it is now. Null: it is not there, or disabled. */
export async function snapshot(reader: Reader, accountId: string, policyId: string): Promise<Snapshot | null> {
  const rows = await withRules(reader, { accountId, policyId });
  const [first] = rows;
  if (first === undefined) return null;
  const rules = rows.flatMap(({ wait, targets }) =>
    wait === null ? [] : [{ wait, targets: targetSchema.array().parse(targets) }],
  );
  return { policyKey: first.key, loops: first.loops, rules };
}
