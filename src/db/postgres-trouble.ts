import { DrizzleQueryError } from 'drizzle-orm';

/** What PostgreSQL itself or the driver said; drizzle's wrapper names the query with all its values, which nobody is to read. */
export function causeOf(error: unknown): unknown {
  return error instanceof DrizzleQueryError && error.cause !== undefined ? error.cause : error;
}

/** SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html) or Node's code. */
function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/**
 * Whether another transaction was faster, so that the same unit, run again, sees what that one did and decides anew: a
 * deadlock, a serialization failure, or a row that somebody else inserted in the same moment
 * (postgresql.org/docs/current/mvcc-serialization-failure-handling.html names the three).
 */
export function wasOvertaken(error: unknown): boolean {
  return ['40P01', '40001', '23505'].includes(codeOf(causeOf(error)) ?? '');
}

/** Where a database is, without what is secret: `postgres://db.example.com:5432/reveille`. */
export function placeOf(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = hostname || searchParams.get('host') || 'localhost';
  return `postgres://${host}:${port || searchParams.get('port') || '5432'}${pathname}`;
}

/** Why a database cannot be used, in a sentence that names the setting and what to do, never the password. Null: nobody's fault but ours. */
export function sayTrouble(error: unknown, url: string): string | null {
  const cause = causeOf(error);
  if (!(cause instanceof Error)) return null;
  const code = codeOf(cause);
  const place = placeOf(url);
  const user = decodeURIComponent(new URL(url).username) || 'the user';
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  // The driver's own word for it is about its implementation of SCRAM.
  if (code === null && new URL(url).password === '') {
    return `${place} asks for the password of ${user}, and DATABASE_URL has none.`;
  }
  if (code === null) return `The database ${place} cannot be used: ${cause.message}. DATABASE_URL names it.`;
  if (code === '28P01') return `${place} refuses the password of ${user}. DATABASE_URL holds it.`;
  if (code === '28000') return `${place} does not let ${user} in: ${cause.message}. DATABASE_URL names both.`;
  if (code === '3D000')
    return `There is no database ${name} at ${place}. Make it (createdb ${name}), or mend DATABASE_URL.`;
  if (code === '42501') {
    return `${user} may not do what Reveille needs in ${place}: ${cause.message}. Make ${user} the owner: ALTER DATABASE "${name}" OWNER TO "${user}"; or, where others own the tables, grant it select, insert, update and delete on all tables.`;
  }
  if (code === '3F000') return `${user} has no schema to make tables in at ${place}. Set its search_path.`;
  if (code === '25006') return readOnly(place);
  if (code === '53300') return `${place} takes no more connections. Allow more (max_connections), or close others.`;
  if (code === '57P03') return `${place} is just starting or stopping. Try again in a moment.`;
  if (unreachable.has(code)) return noAnswer(place, `(${code})`);
  return /^[0-9A-Z]{5}$/.test(code) ? `The database ${place} cannot be used: ${cause.message} (${code}).` : null;
}

/** Why a database that was opened cannot be written to now. Null: a fault of ours. */
export function sayLoss(error: unknown, url: string): string | null {
  const cause = causeOf(error);
  // The driver says with a plain Error, and no code, that a connection was cut or an answer did not come.
  const cut = cause instanceof Error && Object.getPrototypeOf(cause) === Error.prototype && codeOf(cause) === null;
  if (cut) return noAnswer(placeOf(url), 'now');
  if (codeOf(cause) === '53100') return `The disk of ${placeOf(url)} is full. Make room there.`;
  return sayTrouble(error, url);
}

/** Whether the code says by itself that the server is away, full, stopping or a standby, whatever was asked of it. */
export function isUnwell(error: unknown): boolean {
  const code = codeOf(causeOf(error)) ?? '';
  return unreachable.has(code) || /^(?:08|53|57P)[0-9A-Z]+$/.test(code) || code === '25006';
}

export function noAnswer(place: string, how: string): string {
  return `No PostgreSQL server answers at ${place} ${how}. Start it, or mend the host and port in DATABASE_URL.`;
}

export function readOnly(place: string): string {
  return `${place} can only be read: it is a standby, or writing is switched off. DATABASE_URL must name the primary.`;
}

const unreachable: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EACCES',
  'ETIMEDOUT',
]);
