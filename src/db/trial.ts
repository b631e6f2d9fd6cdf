import { and, eq } from 'drizzle-orm';
import type { Store, Tx } from './store.ts';

/** Like a delivery of a platform, but of none that there is. */
const mark = { platform: 'trial', delivery: 'trial', at: 0 } as const;

/**
 * Whether something can be stored, by storing it: a full disk and a database that can only be read still answer questions.
 * Nothing of it stays. `say` puts into words what the database threw; what it has no words for is a fault of ours and thrown on.
 * Whoever asks while it is tried shares the answer, so that asking often costs no more.
 */
export function createTrial(
  transaction: Store['transaction'],
  say: (error: unknown) => string | null,
): () => Promise<string | null> {
  let trying: Promise<string | null> | null = null;
  const attempt = async (): Promise<string | null> => {
    try {
      await transaction(writeAndTakeBack);
      return null;
    } catch (error) {
      const words = say(error);
      if (words === null) throw error;
      return words;
    } finally {
      trying = null;
    }
  };
  return () => {
    trying ??= attempt();
    return trying;
  };
}

async function writeAndTakeBack({ db, t: { seen } }: Tx): Promise<void> {
  await db.insert(seen).values(mark).onConflictDoNothing();
  await db.delete(seen).where(and(eq(seen.platform, mark.platform), eq(seen.delivery, mark.delivery)));
}
