/**
 * Locks the rows that a query finds until the transaction ends: what is decided upon them is decided by one at a time. Does
 * nothing on SQLite, which has one writer. `no key update`, so that rows which only refer to these are written meanwhile
 * (postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS). `skipLocked` passes over what somebody else has.
 */
export function forUpdate<Q extends object>(query: Q, how: { readonly skipLocked?: true } = {}): Q {
  if ('for' in query && typeof query.for === 'function') query.for('no key update', how);
  return query;
}

/** Waits for whoever changes these rows, and keeps them as they are until the transaction ends; others may keep them too. */
export function forShare<Q extends object>(query: Q): Q {
  if ('for' in query && typeof query.for === 'function') query.for('share');
  return query;
}
