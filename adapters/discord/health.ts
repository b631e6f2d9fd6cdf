import * as chat from '../../src/chat/health.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { tokenWords } from './token.ts';

export interface Health extends Pick<chat.Health, 'lost' | 'strange' | 'trouble'> {
  /** Whether Discord accepted the token. */
  answered(accepted: boolean): void;
  /** Presses and commands arrive, until the connection is lost. */
  up(): void;
}

export function createHealth(told: { host: string; clock: Clock; log: Log }): Health {
  const health = chat.createHealth({ ...told, platform: 'discord' });
  return {
    ...health,
    answered: (accepted) => (accepted ? health.accepted('bot') : health.refused('bot', tokenWords)),
    // One gateway, one connection.
    up: () => health.connection(0, true),
    lost: (why) => {
      health.connection(0, false, why);
      health.lost(why);
    },
  };
}
