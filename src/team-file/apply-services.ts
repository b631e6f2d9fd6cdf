import { timeoutsChanged } from '../incident/timers.ts';
import { hashKey } from '../service/integration-key.ts';
import { unknown } from './apply-policies.ts';
import { differing, match, sayChange } from './match.ts';
import type { TeamFile } from './shape.ts';
import { insertKey, insertService, keyHolder, keysOf, livingServices, saveKey, saveService } from './store.ts';
import type { Work } from './work.ts';

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
    const timeouts = {
      acknowledgeTimeout: service.acknowledge_timeout ?? null,
      autoResolve: service.auto_resolve ?? null,
    };
    const wanted = { key, name, policyId, channels, ...timeouts, status: service.enabled ? 'active' : 'disabled' };
    const id = row?.id ?? deps.newId('svc');
    if (row === undefined) {
      await insertService(tx, { id, accountId: account.id, createdAt: now, ...wanted });
      work.changes.push(`add service ${key}`);
    } else {
      const change = differing<Record<string, unknown>>(row, wanted);
      if (change !== null) {
        await saveService(tx, id, wanted);
        work.changes.push(sayChange('service', key, row.key, change));
        if (differing<Record<string, unknown>>(row, timeouts) !== null) {
          await deps.later(tx, timeoutsChanged(account.id, id, now));
        }
      }
    }
    for (const [index, entry] of service.keys.entries()) {
      await applyKey(work, { id, key, keys: service.keys }, index, entry);
    }
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

/** A value is kept as its hash; where it is absent, what is there stays, or one is made and shown once. */
async function applyKey(
  work: Work,
  service: { readonly id: string; readonly key: string; readonly keys: ServiceEntry['keys'] },
  index: number,
  { name, value }: ServiceEntry['keys'][number],
): Promise<void> {
  const { tx, account, deps, now } = work;
  const current = (await keysOf(tx, service.id)).find((key) => key.name === name);
  if (current !== undefined && value === undefined) return;
  const made = value ?? deps.makeKey();
  const hash = hashKey(made);
  if (current?.hash === hash) return;
  const holder = await keyHolder(tx, hash);
  if (current === undefined && holder !== null && renamed(holder, service)) {
    await saveKey(tx, holder.id, { name });
    work.changes.push(`rename key ${holder.name} of service ${service.key} to ${name}`);
    return;
  }
  if (holder !== null) {
    const ours = holder.accountId === account.id && holder.status === 'active';
    const whose = ours ? `is the key ${holder.name} of service ${holder.service}` : 'is in use already, or was once';
    const path = ['services', service.key, 'keys', index, 'value'];
    work.conflicts.push({ path, message: `${whose}; every key needs a value of its own` });
    return;
  }
  if (current === undefined) {
    const row = { id: deps.newId('key'), accountId: account.id, serviceId: service.id, name, hash };
    await insertKey(tx, { ...row, status: 'active', createdAt: now });
    work.changes.push(`add key ${name} of service ${service.key}`);
  } else {
    await saveKey(tx, current.id, { hash });
    work.changes.push(`change key ${name} of service ${service.key}`);
  }
  if (value === undefined) work.madeKeys.push({ service: service.key, name, value: made });
}

/** The same value under a name that the file does not know any more. */
function renamed(
  holder: { readonly serviceId: string; readonly name: string; readonly status: string },
  service: { readonly id: string; readonly keys: ServiceEntry['keys'] },
): boolean {
  if (holder.serviceId !== service.id || holder.status !== 'active') return false;
  return !service.keys.some((key) => key.name === holder.name);
}
