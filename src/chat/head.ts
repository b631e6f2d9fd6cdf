import type { Reader } from '../db/store.ts';
import { incidentById } from '../incident/store.ts';
import type { Line } from './card.ts';
import { plain } from './line.ts';

/** What a line is about, where no card stands above it. */
export async function headOf(reader: Reader, accountId: string, incidentId: string): Promise<Line> {
  const incident = await incidentById(reader, accountId, incidentId);
  return incident === null ? [] : [{ bold: `#${incident.number}` }, ` ${incident.summary}: `];
}

/** What a thread or a post is called that these lines begin: what they are about, else the first of them. */
export function titleOf(head: Line, [first = []]: readonly Line[]): string {
  return plain(head).replace(/: $/, '') || plain(first);
}
