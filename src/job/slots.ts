/** How many rows of a kind are held at once in this process, whoever holds them. */
export interface Slots {
  /** Up to `wanted` places; fewer or none when they are taken. */
  take(kind: string, wanted: number): number;
  give(kind: string, places: number): void;
  /** Whether all are taken; whoever asks is told by `freed` when that changes. */
  full(kind: string): boolean;
}

/**
 * The executor and the sweep draw from the same places, so that together they never run more of a kind than it allows.
 * `freed` is called when somebody who found no place could find one now.
 */
export function createSlots(sizeOf: (kind: string) => number, freed: (kind: string) => void): Slots {
  const held = new Map<string, number>();
  const refused = new Set<string>();
  const free = (kind: string): number => sizeOf(kind) - (held.get(kind) ?? 0);
  const full = (kind: string): boolean => {
    if (free(kind) > 0) return false;
    refused.add(kind);
    return true;
  };
  return {
    full,
    take: (kind, wanted) => {
      if (full(kind)) return 0;
      const places = Math.min(wanted, free(kind));
      held.set(kind, (held.get(kind) ?? 0) + places);
      return places;
    },
    give: (kind, places) => {
      held.set(kind, (held.get(kind) ?? 0) - places);
      if (places > 0 && refused.delete(kind)) freed(kind);
    },
  };
}
