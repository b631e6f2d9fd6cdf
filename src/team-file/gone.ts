import { hashKey } from '../service/integration-key.ts';
import type { TeamFile } from './shape.ts';
import type { State } from './state.ts';

/** Ids of what lives and the file does not name. */
export interface Gone {
  readonly people: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  /** Of services that stay, and of those that go. */
  readonly keys: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();
export const nothingGone: Gone = { people: none, policies: none, services: none, keys: none };

export function goneOf(state: State, file: TeamFile): Gone {
  const services = unnamed(state.services, file.services);
  const keys = state.services.flatMap((row) => {
    const entry = Object.entries(file.services).find(([key, { was }]) => key === row.key || was === row.key)?.[1];
    // A key is named by its name, or by its value where it gets another name.
    const hashes = new Set(entry?.keys.flatMap(({ value }) => (value === undefined ? [] : hashKey(value))));
    const names = new Set(entry?.keys.map(({ name }) => name));
    return row.keys.filter(({ name, hash }) => !names.has(name) && !hashes.has(hash)).map(({ id }) => id);
  });
  return {
    people: unnamed(state.people, file.people),
    policies: unnamed(state.policies, file.policies),
    services,
    keys: new Set(keys),
  };
}

function unnamed(
  rows: readonly { readonly id: string; readonly key: string }[],
  entries: Readonly<Record<string, { readonly was?: string | undefined }>>,
): ReadonlySet<string> {
  const named = new Set(Object.entries(entries).flatMap(([key, { was }]) => [key, was]));
  return new Set(rows.filter(({ key }) => !named.has(key)).map(({ id }) => id));
}
