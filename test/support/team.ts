import type { Store } from '../../src/db/store.ts';
import { newId } from '../../src/lib/ids.ts';
import { hashKey } from '../../src/service/integration-key.ts';

export async function applyText(store: Store, _text: string, now: number): Promise<void> {
  await store.transaction(async (tx) => {
    const { t, db } = tx;
    await db.insert(t.account).values({ id: 'acc_1', key: 'acme', lastNumber: 0, notices: {}, createdAt: now });
    await db
      .insert(t.connection)
      .values({ id: 'con_1', accountId: 'acc_1', platform: 'slack', externalId: 'T0ACME', name: 'Acme' });
    for (const [key, name, role] of [
      ['ada', 'Ada', 'owner'],
      ['bo', 'Bo', 'responder'],
    ] as const) {
      await db.insert(t.person).values({
        id: `per_${key}`,
        accountId: 'acc_1',
        key,
        name,
        email: null,
        zone: 'Europe/London',
        role,
        status: 'active',
        createdAt: now,
      });
      await db.insert(t.identity).values({
        id: newId('idn'),
        accountId: 'acc_1',
        personId: `per_${key}`,
        connectionId: 'con_1',
        externalId: `U0${key.toUpperCase()}`,
      });
    }
    await db
      .insert(t.policy)
      .values({ id: 'pol_1', accountId: 'acc_1', key: 'default', loops: 2, status: 'active', createdAt: now });
    await db.insert(t.rule).values([
      { accountId: 'acc_1', policyId: 'pol_1', place: 0, wait: 300000, targets: [{ kind: 'person', id: 'per_ada' }] },
      { accountId: 'acc_1', policyId: 'pol_1', place: 1, wait: 600000, targets: [{ kind: 'person', id: 'per_bo' }] },
    ]);
    await db.insert(t.service).values({
      id: 'svc_1',
      accountId: 'acc_1',
      key: 'web',
      name: 'Web shop',
      policyId: 'pol_1',
      channels: { slack: 'C0OPS' },
      status: 'active',
      createdAt: now,
    });
    await db.insert(t.integrationKey).values({
      id: 'key_1',
      accountId: 'acc_1',
      serviceId: 'svc_1',
      name: 'alertmanager',
      hash: hashKey('aaaabbbbccccddddeeeeffffgggg1111'),
      status: 'active',
      createdAt: now,
    });
  });
}
