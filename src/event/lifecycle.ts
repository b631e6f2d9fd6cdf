/** The states of every noun but the incident. Deleted rows stay, because history names them. */
export const lifecycles = ['active', 'disabled', 'deleted'] as const;
export type Lifecycle = (typeof lifecycles)[number];

export function toLifecycle(text: string): Lifecycle {
  const known = lifecycles.find((state) => state === text);
  if (known === undefined) throw new Error(`a row has the unknown status ${text}`);
  return known;
}
