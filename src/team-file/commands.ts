/** What a team file is asked to do, and what it did or would do; the command line puts it into words. */
export interface Applied {
  readonly accountId: string;
  /** By section, in the order of the file; what is deleted comes last in its section. Empty: everything was so already. */
  readonly changes: readonly Change[];
  /** Shown once: only their hashes are kept. */
  readonly madeKeys: readonly { readonly service: string; readonly name: string; readonly value: string }[];
}

export interface ApplyWish {
  /** Say what would be done, and do nothing. */
  readonly dryRun: boolean;
  /** Delete what the file does not name; `agreed` is asked before anything is done, where there is something to delete. */
  readonly prune: { readonly agreed: (deletions: readonly Change[]) => Promise<boolean> } | null;
}

/** One thing that is done to the account, or would be. */
export interface Change {
  readonly section: 'account' | 'people' | 'policies' | 'services';
  readonly noun: 'account' | 'notices' | 'slack' | 'discord' | 'person' | 'policy' | 'service' | 'key';
  /** What the file calls it; of Slack and Discord the workspace's id, empty until it is known. */
  readonly key: string;
  readonly action: 'add' | 'connect' | 'rename' | 'change' | 'enable' | 'disable' | 'delete';
  /** What it was called before it was renamed. */
  readonly was?: string;
  /** The service that a key belongs to. */
  readonly service?: string;
  /** What becomes otherwise; of something new, what it is. */
  readonly fields: readonly FieldChange[];
}

/** Values as the file writes them; `undefined` is none. */
export interface FieldChange {
  readonly name: string;
  readonly from?: unknown;
  readonly to?: unknown;
  /** Its values are shown to nobody, and stand in neither. */
  readonly secret?: true;
}

/** An account, written down. */
export interface Exported {
  readonly account: string;
  readonly yaml: string;
  /** The same as plain values. */
  readonly file: unknown;
}
