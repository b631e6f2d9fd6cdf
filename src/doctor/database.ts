import type { DatabaseState, Writing } from '../db/database-state.ts';
import { inBytes } from '../lib/bytes.ts';
import { fine, type Verdict, warning, wrong } from './port.ts';

const megabyte = 1_000_000;
/** Below this, the next hours of alerts may not fit. */
const hardlyFree = 100 * megabyte;
const littleFree = 1000 * megabyte;

/** `name` is the database as people know it: its file, or its server and name. */
export function databaseVerdicts(name: string, state: DatabaseState): readonly Verdict[] {
  switch (state.kind) {
    case 'missing':
      if (!state.writable) {
        return [
          wrong(
            `The database ${name} is not there, and this user may not make it in ${state.folder}.`,
            'Give this user the folder, or name another place with DATABASE_URL.',
          ),
        ];
      }
      return [
        warning(`The database ${name} is not there yet.`, 'Start Reveille, or apply a team file; either makes it.'),
        ...disk(state.folder, state.freeBytes),
      ];
    case 'unusable':
      return [
        wrong(
          `The database ${name} cannot be used: ${state.reason}.`,
          'Make room on its disk where that is full; else name the right file with DATABASE_URL, or restore it from a backup.',
        ),
      ];
    case 'unreachable':
      return [wrong(state.reason, 'DATABASE_URL names it; nothing else of it could be looked at.')];
    case 'present':
      return [
        ...schema(name, state),
        ...writing(name, state.writing),
        ...(state.freeBytes === null ? [] : disk(name, state.freeBytes)),
      ];
  }
}

function schema(name: string, state: Extract<DatabaseState, { kind: 'present' }>): readonly Verdict[] {
  switch (state.schema) {
    case 'current':
      return [fine(`The database ${name} can be read, is of this version, and has ${inBytes(state.bytes)}.`)];
    case 'older':
      return [
        warning(
          `The database ${name} is of an older version, so what stands in it was not looked at.`,
          'Back it up, then start this version, which brings it up to date; or run: reveille db migrate',
        ),
      ];
    case 'newer':
      return [
        wrong(
          `The database ${name} was written by a newer version of Reveille.`,
          'Start that version, or restore the backup made before the upgrade.',
        ),
      ];
  }
}

function writing(name: string, how: Writing): readonly Verdict[] {
  switch (how) {
    case 'possible':
      return [];
    case 'user-may-not':
      return [wrong(`This user may not write to ${name} and its folder.`, 'Give them to the user that runs Reveille.')];
    case 'server-is-read-only':
      return [
        wrong(
          `The database ${name} can only be read: it is a standby, or writing is switched off.`,
          'Name the primary with DATABASE_URL, or switch writing on there.',
        ),
      ];
    case 'role-may-not':
      return [
        wrong(
          `The role that DATABASE_URL names may not write in ${name}.`,
          'Grant it select, insert, update and delete on all tables, or use the owner.',
        ),
      ];
  }
}

function disk(place: string, free: number): readonly Verdict[] {
  const what = `${inBytes(free)} are free on the disk of ${place}.`;
  if (free >= littleFree) return [fine(what)];
  const todo = 'Make room there: an alert that cannot be stored is refused.';
  return [free < hardlyFree ? wrong(`Only ${what}`, todo) : warning(`Only ${what}`, todo)];
}
