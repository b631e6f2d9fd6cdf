import { never } from '../lib/result.ts';
import type { Actor } from './actor.ts';
import { type Capability, capabilities } from './role.ts';

/** Whether this actor may do what needs `capability`. A monitoring tool's key and a timer may only respond. */
export function may(actor: Actor, capability: Capability): boolean {
  switch (actor.who.kind) {
    case 'person':
      return actor.role !== null && capabilities[actor.role].includes(capability);
    case 'key':
    case 'timer':
      return capability === 'respond';
    case 'operator':
      return true;
    default:
      return never(actor.who);
  }
}
