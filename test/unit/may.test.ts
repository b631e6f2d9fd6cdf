import { describe, expect, it } from 'vitest';
import { timerActor } from '../../src/account/actor.ts';
import { may } from '../../src/account/may.ts';
import type { Capability, Role } from '../../src/account/role.ts';
import type { Who } from '../../src/event/who.ts';

const all: readonly Capability[] = ['respond', 'configure', 'people', 'own'];
const allowed = (who: Who, role: Role | null): readonly Capability[] =>
  all.filter((capability) => may({ accountId: 'acc_1', who, role }, capability));

describe('what somebody may do', () => {
  it.each<[Role | null, readonly Capability[]]>([
    ['owner', ['respond', 'configure', 'people', 'own']],
    ['admin', ['respond', 'configure', 'people']],
    ['responder', ['respond']],
    ['observer', []],
    [null, []],
  ])('a person whose role is %s', (role, capabilities) => {
    expect(allowed({ kind: 'person', id: 'per_ada' }, role)).toEqual(capabilities);
  });

  it('a monitoring tool may only respond', () => {
    expect(allowed({ kind: 'key', id: 'key_1', name: 'alertmanager', serviceId: 'svc_1' }, null)).toEqual(['respond']);
  });

  it('a monitoring tool gains nothing by a role', () => {
    expect(allowed({ kind: 'key', id: 'key_1', name: 'alertmanager', serviceId: 'svc_1' }, 'owner')).toEqual([
      'respond',
    ]);
  });

  it('a timer may only respond', () => {
    expect(all.filter((capability) => may(timerActor('acc_1'), capability))).toEqual(['respond']);
  });

  it('the operator at the command line may everything', () => {
    expect(allowed({ kind: 'operator' }, null)).toEqual(all);
  });
});
