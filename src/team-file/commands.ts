/** What an applied team file has changed; the words of the command line. */
export interface Applied {
  readonly accountId: string;
  /** In words, in the order of the file; empty: everything was so already. */
  readonly changes: readonly string[];
  /** Shown once: only their hashes are kept. */
  readonly madeKeys: readonly { readonly service: string; readonly name: string; readonly value: string }[];
}
