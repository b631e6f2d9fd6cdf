import { z } from 'zod';
import { type Platform, platformNames } from '../account/platform.ts';
import type { Log } from '../lib/log.ts';
import type { Outcome } from './port.ts';

/** One act on a platform: what it ends with is always an outcome. `failed` says what a rejected call means there. */
export async function acted<T>(
  platform: Platform,
  work: () => Promise<T>,
  failed: (error: unknown) => Outcome<never>,
): Promise<Outcome<T>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    if (!(error instanceof z.ZodError)) return failed(error);
    // An answer that cannot be read is no answer.
    return { kind: 'broken', reason: `${platformNames[platform]} answered without saying what it did.` };
  }
}

/** A message that we cannot draw is our fault and stays so, however often it is tried. */
export async function drawn<Drawn, T>(
  { platform, log }: { readonly platform: Platform; readonly log: Log },
  draw: () => Drawn,
  show: (drawn: Drawn) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  let picture: Drawn;
  try {
    picture = draw();
  } catch (error) {
    log.error({ err: error }, `a message could not be drawn for ${platformNames[platform]}`);
    return { kind: 'refused', reason: 'It could not be drawn; the log says why.' };
  }
  return await show(picture);
}
