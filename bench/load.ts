import { setTimeout as until } from 'node:timers/promises';
import { type Line, openLine } from './senders.ts';
import { eventOf } from './team.ts';

export interface Wanted {
  /** So many alerts, one after the other over the first so many services, at this pace. */
  readonly all: number;
  readonly perSecond: number;
  readonly services: number;
  /** Filled: when each was answered with 202, in milliseconds of `performance.now()`. */
  readonly accepted: number[];
  /** Each must have a time for every alert before this is over. */
  readonly arrived: readonly (readonly number[])[];
}

/** Open: a slow answer delays no later alert. Throws when after a minute something has not arrived. */
export async function load(address: string, wanted: Wanted): Promise<void> {
  const { all, perSecond, services, accepted } = wanted;
  const free: Line[] = [];
  const fire = async (number: number): Promise<void> => {
    const line = free.pop() ?? (await openLine(address));
    await line.send(eventOf(`alert-${number}`, number % services));
    accepted[number] = performance.now();
    free.push(line);
  };
  const calls: Promise<void>[] = [];
  const begun = performance.now();
  for (let number = 0; number < all; number += 1) {
    const early = begun + (number * 1000) / perSecond - performance.now();
    if (early > 0) await until(early);
    calls.push(fire(number));
  }
  await Promise.all(calls);
  const counts = (): number[] => wanted.arrived.map((times) => times.filter((at) => at > 0).length);
  for (let tries = 0; counts().some((count) => count < all); tries += 1) {
    if (tries === 600) throw new Error(`of ${all} alerts ${counts().join(' and ')} arrived`);
    await until(100);
  }
  for (const line of free) line.close();
}
