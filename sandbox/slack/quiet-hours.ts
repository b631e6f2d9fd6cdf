/** When a person is shown no notifications, in milliseconds since 1970. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Who wants to be left alone, and when. Not kept over a restart. */
export interface QuietHours {
  /** null: notifications are shown again. */
  set(person: string, window: Window | null): void;
  of(person: string): Window | null;
}

export function createQuietHours(): QuietHours {
  const windows = new Map<string, Window>();
  return {
    set(person, window) {
      if (window === null) windows.delete(person);
      else windows.set(person, window);
    },
    of: (person) => windows.get(person) ?? null,
  };
}
