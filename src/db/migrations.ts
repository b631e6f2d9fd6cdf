import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const journal = z.object({ entries: z.array(z.object({ when: z.number() })) });

export interface MigrateRefusal {
  readonly code: 'newer-version' | 'not-a-database' | 'not-usable';
  readonly message: string;
}

/** What bringing the database up to date came to: how many migrations were new to it. */
export interface Migrated {
  readonly applied: number;
}

/** Refused where the database knows a migration that is newer than all of ours in `folder`. */
export function newerThanOurs(
  folder: string,
  applied: readonly { when: number }[],
  place: string,
): MigrateRefusal | null {
  const { entries } = journal.parse(JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')));
  const newest = entries.at(-1)?.when ?? 0;
  if (!applied.some(({ when }) => when > newest)) return null;
  return {
    code: 'newer-version',
    message: `${place} was written by a newer version of Reveille. Start that version, or restore the backup made before the upgrade.`,
  };
}

/** The rows of drizzle's table of applied migrations. */
export const appliedRows = z.array(z.object({ when: z.coerce.number() }));
