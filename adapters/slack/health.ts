import * as chat from '../../src/chat/health.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { isTokenCode, type SlackToken, tokenWords } from './token.ts';

export interface Health extends Pick<chat.Health, 'lost' | 'strange' | 'trouble'> {
  /** Slack answered to this token: an error code, or null when it was accepted. Codes that are not about tokens say nothing. */
  answered(token: SlackToken, code: string | null): void;
  /** Socket `id` can take presses and commands, or no longer; over HTTP, whether Slack answers us. */
  socket(id: number, up: boolean, why?: string): void;
}

export function createHealth(told: { host: string; clock: Clock; log: Log }): Health {
  const health = chat.createHealth({ ...told, platform: 'slack' });
  return {
    ...health,
    answered: (token, code) => {
      if (code === null) health.accepted(token);
      else if (isTokenCode(token, code)) health.refused(token, tokenWords(token, code));
    },
    socket: health.connection,
  };
}
