import type { Tx } from '../db/store.ts';
import { hashKey } from '../service/integration-key.ts';
import type { Change } from './commands.ts';
import type { Planning } from './planning.ts';
import { insertKey, type KeyHolder, saveKey } from './store.ts';

/** The keys of the file's services. A value is kept as its hash; where it is absent, what is there stays, or one is made and shown once. */
export function planKeys(planning: Planning, services: ReadonlyMap<string, string>): void {
  // As it is when the keys before have been written, so that one key may take the value that another gave up.
  const holders = new Map([...planning.taken.keys].filter(([, { id }]) => !planning.gone.keys.has(id)));
  for (const [key, { keys }] of Object.entries(planning.file.services)) {
    const id = services.get(key);
    if (id === undefined) continue;
    for (const place of keys.keys()) planKey(planning, { id, key, keys }, place, holders);
  }
}

interface Service {
  readonly id: string;
  readonly key: string;
  readonly keys: readonly { readonly name: string; readonly value?: string | undefined }[];
}

function planKey(planning: Planning, service: Service, place: number, holders: Map<string, KeyHolder>): void {
  const { deps, state, now } = planning;
  const { name, value } = service.keys[place] ?? { name: '' };
  const row = state.services.find(({ id }) => id === service.id);
  const current = row?.keys.find((key) => key.name === name);
  if (current !== undefined && value === undefined) return;
  const made = value ?? deps.makeKey();
  const hash = hashKey(made);
  if (current?.hash === hash) return;
  const accountId = state.account.id;
  const holder = holders.get(hash);
  const say = (change: Pick<Change, 'action' | 'fields'> & { was?: string }, run: (tx: Tx) => Promise<void>): void => {
    const about = { section: 'services', noun: 'key', service: service.key, key: name } as const;
    planning.steps.push({ changes: [{ ...about, ...change }], run });
  };
  if (current === undefined && holder !== undefined && renamed(holder, service)) {
    holders.set(hash, { ...holder, name });
    say({ action: 'rename', was: holder.name, fields: [] }, (tx) => saveKey(tx, holder.id, { name }));
    return;
  }
  if (holder !== undefined) {
    const ours = holder.accountId === accountId && holder.status === 'active';
    const whose = ours ? `is the key ${holder.name} of service ${holder.service}` : 'is in use already, or was once';
    const path = ['services', service.key, 'keys', place, 'value'];
    planning.conflicts.push({ path, message: `${whose}; every key needs a value of its own` });
    return;
  }
  const id = current?.id ?? deps.newId('key');
  if (current !== undefined) holders.delete(current.hash);
  holders.set(hash, { id, hash, accountId, serviceId: service.id, service: service.key, name, status: 'active' });
  if (current === undefined) {
    const key = { id, accountId, serviceId: service.id, name, hash, status: 'active', createdAt: now };
    say({ action: 'add', fields: [] }, (tx) => insertKey(tx, key));
  } else {
    say({ action: 'change', fields: [{ name: 'value', secret: true }] }, (tx) => saveKey(tx, id, { hash }));
  }
  if (value === undefined) planning.madeKeys.push({ service: service.key, name, value: made });
}

/** The same value under a name that the file does not know any more. */
function renamed(holder: KeyHolder, service: Service): boolean {
  if (holder.serviceId !== service.id || holder.status !== 'active') return false;
  return !service.keys.some((key) => key.name === holder.name);
}
