import { z } from 'zod';

/** Whom a rule pages. */
export const targetSchema = z.strictObject({ kind: z.literal('person'), id: z.string() });

/** `wait`: milliseconds until the next rule is taken. */
export const ruleSchema = z.strictObject({ wait: z.number().int().min(0), targets: z.array(targetSchema) });
export type Rule = z.infer<typeof ruleSchema>;

/** A policy as it was when an incident opened. `loops`: how often the rules are gone through again after the first time. */
export const snapshotSchema = z.strictObject({
  policyKey: z.string(),
  loops: z.number().int().min(0),
  rules: z.array(ruleSchema),
});
export type Snapshot = z.infer<typeof snapshotSchema>;
