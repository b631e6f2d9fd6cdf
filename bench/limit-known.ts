import type { Known } from './limit-rows.ts';

/** One row for each integration key: everything that its service's incidents are made of. Read once, at the start. */
export const knownServices = `
  select k.hash, k.id as "keyId", k.name as "keyName", s.id as "serviceId", s.account_id as "accountId", s.channels,
    p.key as "policyKey", p.loops, r.wait, r.targets, c.id as "connectionId"
  from integration_key k join service s on s.id = k.service_id join policy p on p.id = s.policy_id
    join rule r on r.policy_id = p.id and r.place = 0 join connection c on c.account_id = s.account_id`;
export const knownAddresses = `select person_id as "personId", external_id as "externalId" from identity`;

interface ServiceRow extends Omit<Known, 'channel' | 'policy' | 'personId' | 'address'> {
  readonly hash: string;
  readonly channels: unknown;
  readonly policyKey: string;
  readonly loops: number;
  readonly targets: unknown;
}

/** SQLite hands out JSON as text, PostgreSQL parsed. */
const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

export function knownOf(rows: readonly unknown[], addresses: readonly unknown[]): ReadonlyMap<string, Known> {
  const people = new Map(
    (addresses as { personId: string; externalId: string }[]).map((a) => [a.personId, a.externalId]),
  );
  const all = (rows as ServiceRow[]).map((row): [string, Known] => {
    const targets = parsed(row.targets) as { kind: string; id: string }[];
    const personId = targets[0]?.id ?? '';
    const rules = [
      { wait: row.wait, targets },
      { wait: 3_600_000, targets },
    ];
    const policy = JSON.stringify({ policyKey: row.policyKey, loops: row.loops, rules });
    const channel = (parsed(row.channels) as { slack: string }).slack;
    return [row.hash, { ...row, channel, policy, personId, address: people.get(personId) ?? '' }];
  });
  return new Map(all);
}
