import { vi } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import { executorContract } from './executor.ts';
import { createPlainLoop } from './executor-loop.ts';

executorContract('a plain loop', () => ({
  clock: systemClock,
  parallel: true,
  executor: createPlainLoop,
  eventually: (_, check) => vi.waitFor(check, { timeout: 5000, interval: 5 }),
}));
