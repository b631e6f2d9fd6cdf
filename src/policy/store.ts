import { and, asc, eq } from 'drizzle-orm';
import type { Reader } from '../db/store.ts';
import { type Snapshot, targetSchema } from './policy.ts';

/** The policy as it is now. Null: it is not there, or disabled. */
export async function snapshot(reader: Reader, accountId: string, policyId: string): Promise<Snapshot | null> {
  const { policy, rule } = reader.t;
  const rows = await reader.db
    .select({ key: policy.key, loops: policy.loops, wait: rule.wait, targets: rule.targets })
    .from(policy)
    .leftJoin(rule, eq(rule.policyId, policy.id))
    .where(and(eq(policy.accountId, accountId), eq(policy.id, policyId), eq(policy.status, 'active')))
    .orderBy(asc(rule.place));
  const [first] = rows;
  if (first === undefined) return null;
  const rules = rows.flatMap(({ wait, targets }) =>
    wait === null ? [] : [{ wait, targets: targetSchema.array().parse(targets) }],
  );
  return { policyKey: first.key, loops: first.loops, rules };
}
