import { expect, test } from 'vitest';
import { firstTime } from '../../src/chat/first-time.ts';
import { strictLog } from '../support/log.ts';

test.each(['slack', 'discord'] as const)(
  'what %s delivers is acted upon where it cannot be remembered',
  async (platform) => {
    const log = strictLog();
    const store = { transaction: () => Promise.reject(new Error('disk')) };
    expect(await firstTime({ store, clock: () => 0, log }, platform, 'one')).toBe(true);
    expect(log.complaints).toMatchObject([{ level: 'warn', message: 'remembering a delivery failed; going on' }]);
  },
);
