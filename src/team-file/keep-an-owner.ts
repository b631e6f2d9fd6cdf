import type { Planning } from './planning.ts';

/** Somebody must be left who may do everything, and whom notices reach. An account that has no such person loses none. */
export function keepAnOwner({ state, gone, file, conflicts }: Planning): void {
  const owners = state.people.filter(({ role, status }) => role === 'owner' && status === 'active');
  const named = new Set(Object.entries(file.people).flatMap(([key, { was }]) => [key, was]));
  const isLeft = owners.some(({ id, key }) => !named.has(key) && !gone.people.has(id));
  const isInFile = Object.values(file.people).some(({ role, enabled }) => role === 'owner' && enabled);
  if (owners.length === 0 || isLeft || isInFile) return;
  const keys = (those: typeof owners): string => those.map(({ key }) => key).join(' and ');
  const deleted = owners.filter(({ id }) => gone.people.has(id));
  const lost =
    deleted.length === 0 ? `${keys(owners)} would be none any more` : `--prune would delete ${keys(deleted)}`;
  const message = `must keep an owner: ${lost}, and nobody in this file has role: owner and is enabled`;
  conflicts.push({ path: ['people'], message });
}
