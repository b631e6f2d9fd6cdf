import type { Reader } from '../db/store.ts';
import { incidentById } from '../incident/store.ts';
import type { Line } from './card.ts';
import { plain } from './line.ts';

/** What a line is about, where no card stands above it. */
export async function headOf(reader: Reader, accountId: string, incidentId: string): Promise<Line> {
  const incident = await incidentById(reader, accountId, incidentId);
  return incident === null ? [] : [{ bold: `#${incident.number}` }, ` ${incident.summary}: `];
}

/** The same as the name of a thread; empty where there is no head. */
export function titleOf(head: Line): string {
  return plain(head).replace(/: $/, '');
}
