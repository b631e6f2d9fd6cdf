import type { Result } from '../lib/result.ts';
import type { Received, ReceiveRefusal, Signal } from './signal.ts';

/** What an edge that takes alerts asks of us. */
export interface Intake {
  /**
   * Judges the signals of one request, all in one transaction; the value names what became of each, in their order.
   * `key` is the integration key as it was sent. Resolves only once what it says is durable; throws when it could not
   * be stored (the database is busy, full or gone), so that the sender tries again.
   */
  receive(key: string, signals: readonly Signal[]): Promise<Result<readonly Received[], ReceiveRefusal>>;
}
