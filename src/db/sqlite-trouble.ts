/** Why nothing can be written to `file`, in a sentence that says what to do (sqlite.org/rescode.html). Null: a fault of ours. */
export function saySqliteTrouble(error: unknown, file: string): string | null {
  if (!(error instanceof Error)) return null;
  // drizzle's migrator wraps what the driver threw.
  if (!('code' in error)) return error.cause === undefined ? null : saySqliteTrouble(error.cause, file);
  const { code } = error;
  if (typeof code !== 'string') return null;
  const full = `The disk of ${file} is full. Make room there.`;
  // The index of the log could not grow.
  if (code === 'SQLITE_IOERR_SHMSIZE') return full;
  // Extended codes begin with the code that they extend.
  switch (/^SQLITE_[A-Z]+/.exec(code)?.[0]) {
    case 'SQLITE_FULL':
      return full;
    case 'SQLITE_READONLY':
      return `${file} can only be read. Let this user write to it and to its folder.`;
    case 'SQLITE_BUSY':
      return `Another program has locked ${file}. Close the file there.`;
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return `${file} is damaged. Restore it from a backup.`;
    case 'SQLITE_IOERR':
    case 'SQLITE_CANTOPEN':
      return `The disk of ${file} fails (${code}). Look whether it is full, whether it can be written to, and whether it is sound.`;
    default:
      return null;
  }
}
