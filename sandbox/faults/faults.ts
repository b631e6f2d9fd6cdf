import { z } from 'zod';
import { type Active, type AnyFault, faultFor, isOver, type Target } from './decide.ts';
import type { Fault } from './fault.ts';

/** What is wrong with a platform now, and the moves that change it. */
export interface Faults<Kind extends AnyFault = Fault> {
  /** In the order of their beginning. */
  readonly on: readonly Active<Kind>[];
  /** Throws where the fault is impossible, with the field and what is allowed. */
  begin(fault: Kind): Active<Kind>;
  /** False: it was over already. */
  end(id: string): boolean;
  /** How many were on. */
  mendAll(): number;
}

/** The same for the servers, which ask what hits a call. */
export interface LivingFaults<Kind extends AnyFault = Fault> extends Faults<Kind> {
  /** The fault that hits this; it is counted. Null: all is well. */
  strike(target: Target): Kind | null;
  close(): void;
}

export function createFaults<Kind extends AnyFault>(it: {
  /** The faults that are possible. */
  schema: z.ZodType<Kind>;
  now: () => number;
  begun: (fault: Kind) => void;
  changed: (on: readonly Active<Kind>[]) => void;
}): LivingFaults<Kind> {
  let on: readonly Active<Kind>[] = [];
  let made = 0;
  const timers = new Map<string, NodeJS.Timeout>();

  const become = (next: readonly Active<Kind>[]): void => {
    for (const { id } of on) {
      if (next.some((each) => each.id === id)) continue;
      clearTimeout(timers.get(id));
      timers.delete(id);
    }
    on = next;
    it.changed(on);
  };
  const without = (id: string): readonly Active<Kind>[] => on.filter((each) => each.id !== id);
  const end = (id: string): boolean => {
    const left = without(id);
    if (left.length === on.length) return false;
    become(left);
    return true;
  };

  return {
    get on() {
      return on;
    },
    begin(given) {
      const parsed = it.schema.safeParse(given);
      if (!parsed.success) throw new Error(`Not a possible fault:\n${z.prettifyError(parsed.error)}`);
      const fault = parsed.data;
      made += 1;
      const active: Active<Kind> = { id: `fault-${made}`, fault, since: it.now(), hits: 0 };
      const { lasts } = fault;
      if (typeof lasts === 'object' && 'ms' in lasts) {
        timers.set(active.id, setTimeout(() => end(active.id), lasts.ms).unref());
      }
      become([...on, active]);
      it.begun(fault);
      return active;
    },
    end,
    mendAll() {
      const { length } = on;
      if (length > 0) become([]);
      return length;
    },
    strike(target) {
      const found = faultFor(on, target, it.now());
      if (found === null) return null;
      const hit = { ...found, hits: found.hits + 1 };
      become(on.map((each) => (each.id === hit.id ? hit : each)).filter((each) => !isOver(each, it.now())));
      return hit.fault;
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
