import { z } from 'zod';
import type { Line } from './card.ts';

const spanSchema = z.union([
  z.string(),
  z.strictObject({ bold: z.string() }),
  z.strictObject({ code: z.string() }),
  z.strictObject({ link: z.string(), label: z.string() }),
  z.strictObject({ time: z.number() }),
  z.strictObject({ mention: z.string(), name: z.string().default('') }),
]);

/** A line as it is stored. */
export const lineSchema: z.ZodType<Line> = z.array(spanSchema);

/** What stands in a line, without its dress; for lock screens and logs. */
export function plain(line: Line): string {
  return line
    .map((span) => {
      if (typeof span === 'string') return span;
      if ('bold' in span) return span.bold;
      if ('code' in span) return span.code;
      if ('link' in span) return span.label;
      if ('time' in span) return new Date(span.time).toISOString().slice(11, 16);
      return span.name;
    })
    .join('');
}
