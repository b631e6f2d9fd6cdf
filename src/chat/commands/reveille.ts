import { link } from './link.ts';
import { status } from './status.ts';
import type { ChatWord } from './word.ts';

/** `/reveille …`, beside every other command in its long form. */
export const reveilleWords: readonly ChatWord[] = [status, link];
