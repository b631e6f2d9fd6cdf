import type { App, Receiver } from '@slack/bolt';
import type { RawRoute } from '../../src/lib/raw-route.ts';
import type { Failure } from './failure.ts';

/** How presses, commands and events come from Slack to us. */
export interface Way {
  readonly receiver: Receiver;
  /** Where Slack sends them; null where we fetch them. */
  readonly route: RawRoute | null;
  /** Whether it notices by itself that Slack is gone; where it does not, Slack is asked now and then. */
  readonly notices: boolean;
  /** How Slack answered to the bot's token: null when it took us in. */
  greeted(failure: Failure | null): void;
  /** Called when Slack took us in; a second call does nothing. The value is a failure that no waiting heals. Never rejects. */
  open(app: App): Promise<Failure | null>;
  stop(): Promise<void>;
}
