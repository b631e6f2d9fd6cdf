import { hashKey } from '../service/integration-key.ts';
import type { Work } from './apply.ts';
import { unknown } from './apply-policies.ts';
import { differing, match, sayChange } from './match.ts';
import type { TeamFile } from './shape.ts';
import { insertKey, insertService, keyOwner, keysOf, livingServices, saveKeyHash, saveService } from './store.ts';

type ServiceEntry = TeamFile['services'][string];

/** The services of the file, with their keys. */
export async function applyServices(work: Work, file: TeamFile, policies: ReadonlyMap<string, string>): Promise<void> {
  const { tx, account, deps, now } = work;
  const rows = await livingServices(tx, account.id);
  for (const [key, service] of Object.entries(file.services)) {
    const { row, conflict } = match(rows, 'services', key, service.was);
    if (conflict !== null) work.conflicts.push(conflict);
    const policyId = policyOf(work, key, service, policies);
    const { name, channel: channels } = service;
    const wanted = { key, name, policyId, channels, status: service.enabled ? 'active' : 'disabled' };
    const id = row?.id ?? deps.newId('svc');
    if (row === undefined) {
      await insertService(tx, { id, accountId: account.id, createdAt: now, ...wanted });
      work.changes.push(`add service ${key}`);
    } else {
      const change = differing<Record<string, unknown>>(row, wanted);
      if (change !== null) {
        await saveService(tx, id, wanted);
        work.changes.push(sayChange('service', key, row.key, change));
      }
    }
    for (const [index, entry] of service.keys.entries()) await applyKey(work, key, id, entry, index);
  }
}

function policyOf(
  work: Work,
  key: string,
  { policy }: ServiceEntry,
  policies: ReadonlyMap<string, string>,
): string | null {
  if (policy === undefined) return null;
  const id = policies.get(policy);
  if (id !== undefined) return id;
  work.conflicts.push({ path: ['services', key, 'policy'], message: unknown('policy', policy, [...policies.keys()]) });
  return null;
}

/** A value that is there is kept as its hash; one that is absent is kept as it is, or made and shown once. */
async function applyKey(
  work: Work,
  service: string,
  serviceId: string,
  { name, value }: ServiceEntry['keys'][number],
  index: number,
): Promise<void> {
  const { tx, account, deps, now } = work;
  const current = (await keysOf(tx, serviceId)).find((key) => key.name === name);
  if (current !== undefined && value === undefined) return;
  const made = value ?? deps.makeKey();
  const hash = hashKey(made);
  if (current?.hash === hash) return;
  const owner = await keyOwner(tx, hash);
  if (owner !== null) {
    work.conflicts.push({
      path: ['services', service, 'keys', index, 'value'],
      message: 'is a key that is in use, or was; every key needs a value of its own',
    });
    return;
  }
  if (current === undefined) {
    const id = deps.newId('key');
    await insertKey(tx, { id, accountId: account.id, serviceId, name, hash, status: 'active', createdAt: now });
    work.changes.push(`add key ${name} of service ${service}`);
  } else {
    await saveKeyHash(tx, current.id, hash);
    work.changes.push(`change key ${name} of service ${service}`);
  }
  if (value === undefined) work.madeKeys.push({ service, name, value: made });
}
