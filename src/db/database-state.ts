/** A database as it is found, without changing anything. */
export type DatabaseState =
  /** It would be made at the next start; `folder` is the nearest one that is there. */
  | { readonly kind: 'missing'; readonly folder: string; readonly writable: boolean; readonly freeBytes: number }
  | { readonly kind: 'unusable'; readonly reason: string }
  /** A server that does not answer or does not let us in; `reason` is a sentence that says what to do. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  | {
      readonly kind: 'present';
      /** Against this version's: `older` is brought up to date by the next start. */
      readonly schema: 'current' | 'older' | 'newer';
      readonly writing: Writing;
      /** With what waits in its log. */
      readonly bytes: number;
      /** Null: on another machine. */
      readonly freeBytes: number | null;
      /** Whether a server holds it now. */
      readonly served: boolean;
    };

/** Who or what keeps us from writing there: this user's rights to the files, a server that is only read, or what our role was granted. */
export type Writing = 'possible' | 'user-may-not' | 'server-is-read-only' | 'role-may-not';
