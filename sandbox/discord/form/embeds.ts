import { z } from 'zod';
import { complain } from './complaints.ts';

/** Embeds, with their sizes (https://docs.discord.com/developers/resources/message#embed-object-embed-limits). */
const address = z
  .string()
  .max(2048)
  .regex(/^(https?|attachment):\/\/\S+$/, 'Scheme must be one of (http, https).');

const picture = z.strictObject({ url: address });

const field = z.strictObject({
  name: z.string().min(1).max(256),
  value: z.string().min(1).max(1024),
  inline: z.boolean().optional(),
});

const embed = z
  .strictObject({
    type: z.literal('rich').optional(),
    title: z.string().max(256).optional(),
    description: z.string().max(4096).optional(),
    url: address.optional(),
    timestamp: z.iso.datetime({ offset: true }).optional(),
    color: z.int().min(0).max(0xffffff).optional(),
    footer: z.strictObject({ text: z.string().min(1).max(2048), icon_url: address.optional() }).optional(),
    image: picture.optional(),
    thumbnail: picture.optional(),
    author: z
      .strictObject({ name: z.string().min(1).max(256), url: address.optional(), icon_url: address.optional() })
      .optional(),
    fields: z.array(field).max(25).optional(),
  })
  .superRefine((it, check) => {
    if (sizeOf(it) > 0 || it.image !== undefined || it.thumbnail !== undefined) return;
    complain(check, ['description'], 'BASE_TYPE_REQUIRED', 'This field is required');
  });

const mostCharacters = 6000;

function sizeOf(it: {
  title?: unknown;
  description?: unknown;
  footer?: unknown;
  author?: unknown;
  fields?: unknown;
}): number {
  const { title, description, footer, author, fields } = it;
  return textIn([title, description, footer, author, fields]);
}

/** The characters of the texts that count: names, values and texts, but no address. */
function textIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + textIn(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, inner]) => (/url$/.test(name) ? sum : sum + textIn(inner)), 0);
}

/** The embeds of one message, which share 6000 characters. */
export const messageEmbeds = z
  .array(embed)
  .max(10)
  .superRefine((embeds, check) => {
    const size = embeds.reduce((sum, each) => sum + sizeOf(each), 0);
    if (size <= mostCharacters) return;
    complain(check, [], 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${mostCharacters}`);
  });

export type Embed = z.infer<typeof embed>;
