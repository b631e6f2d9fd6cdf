import { fine, type Verdict, warning, wrong } from './port.ts';
import type { FoundPolicy, Roster } from './roster.ts';

/** Whether each policy pages somebody, and whether anybody needs it. */
export function policyVerdicts(roster: Roster): readonly Verdict[] {
  const found = roster.policies
    .filter((policy) => policy.active)
    .flatMap((policy) => {
      const used = roster.services.some((service) => service.policyId === policy.id);
      return used ? rules(policy, roster) : [unused(policy)];
    });
  const said = found.length === 0 && roster.policies.length > 0;
  return said ? [fine('Every policy is used, and every rule of it pages somebody.')] : found;
}

/** The ids of everybody who stands in a policy that a service uses. */
export function onCall({ policies, services }: Roster): ReadonlySet<string> {
  const used = new Set(services.filter(({ status }) => status === 'active').map(({ policyId }) => policyId));
  const rules = policies.filter((policy) => policy.active && used.has(policy.id)).flatMap((policy) => policy.rules);
  return new Set(rules.flatMap((rule) => rule.targets.map((target) => target.id)));
}

function unused({ key }: FoundPolicy): Verdict {
  return warning(`No service uses the policy ${key}.`, 'Give it to a service, or take it out of your team file.');
}

function rules({ key, rules }: FoundPolicy, { people }: Roster): readonly Verdict[] {
  const active = new Set(people.filter(({ status }) => status === 'active').map(({ id }) => id));
  const empty = rules.flatMap((rule, place) => (rule.targets.some(({ id }) => active.has(id)) ? [] : [place + 1]));
  const todo = 'Put somebody active into it in your team file.';
  if (rules.length === 0)
    return [
      wrong(`The policy ${key} has no rules: alerts of its services are refused, and open nothing.`, 'Give it one.'),
    ];
  if (empty.length === rules.length) return [wrong(`Nobody in the policy ${key} can be paged.`, todo)];
  return empty.map((rule) =>
    warning(`Rule ${rule} of the policy ${key} has nobody who can be paged, so it is skipped.`, todo),
  );
}
