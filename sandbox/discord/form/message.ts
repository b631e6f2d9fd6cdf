import { MessageFlags, RESTJSONErrorCodes } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Failure, fail, invalidForm } from '../failure.ts';
import { complaintsOf } from './complaints.ts';
import { messageRows, type Row } from './components.ts';
import { type Embed, messageEmbeds } from './embeds.ts';
import { allowedMentions, type Mentions, mentionsIn, nobody } from './mentions.ts';

/** Longest text of a message (https://docs.discord.com/developers/resources/message#create-message). */
const longest = 2000;

const content = z.string().max(longest).nullish();

/** What every request that writes a message may carry. */
const words = {
  content,
  embeds: messageEmbeds.nullish(),
  components: messageRows.nullish(),
  allowed_mentions: allowedMentions.nullish(),
  attachments: z.array(z.unknown()).max(0, 'The sandbox takes no files.').nullish(),
  flags: z.int().min(0).nullish(),
  /** These two discord.js sends with every message, where they mean nothing too. */
  tts: z.boolean().nullish(),
  enforce_nonce: z.literal(false).nullish(),
};

const reference = z.strictObject({
  type: z.literal(0).optional(),
  message_id: z.string(),
  channel_id: z.string().optional(),
  guild_id: z.string().optional(),
  fail_if_not_exists: z.boolean().optional(),
});

const createForm = z.strictObject({
  ...words,
  nonce: z.union([z.int(), z.string().max(25)]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  message_reference: reference.nullish(),
  sticker_ids: z.array(z.string()).max(0).nullish(),
});

/** An edit, a followup, the message of an interaction's answer or of a thread in a forum. */
const plainForm = z.strictObject(words);

/** What a message says. */
export interface Words {
  readonly content: string;
  readonly embeds: readonly Embed[];
  readonly rows: readonly Row[];
  readonly mentions: Mentions;
}

export interface Draft extends Words {
  readonly ok: true;
  readonly flags: number;
  readonly nonce: string | number | null;
  readonly enforcesNonce: boolean;
  readonly replyTo: string | null;
}

/** Flags that an app may set; `IS_COMPONENTS_V2` is not among what the sandbox shows. */
const settable = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications;

type Path = readonly PropertyKey[];

function wrongFlags(flags: number, may: number, under: Path): Failure | null {
  if ((flags & ~may) === 0) return null;
  const message = `Only these flags may be set here, as bits: ${may}.`;
  return invalidForm([{ path: [...under, 'flags'], code: 'MESSAGE_FLAGS_INVALID', message }]);
}

function isEmpty({ content, embeds, rows }: Words): boolean {
  return content === '' && embeds.length === 0 && rows.length === 0;
}

function wordsOf(given: z.infer<typeof plainForm>): Words {
  const text = given.content ?? '';
  return {
    content: text,
    embeds: given.embeds ?? [],
    rows: given.components ?? [],
    mentions: mentionsIn(text, given.allowed_mentions ?? undefined),
  };
}

/** Judges a new message of the bot's. */
export function draftOf(given: unknown): Draft | Failure {
  const parsed = createForm.safeParse(given);
  if (!parsed.success) return invalidForm(complaintsOf(parsed.error, given));
  const { nonce, enforce_nonce: enforces, message_reference: reply, sticker_ids: _, ...rest } = parsed.data;
  const flags = rest.flags ?? 0;
  const wrong = wrongFlags(flags, settable, []);
  if (wrong) return wrong;
  const said = wordsOf(rest);
  if (isEmpty(said)) return fail(RESTJSONErrorCodes.CannotSendAnEmptyMessage);
  return {
    ok: true,
    ...said,
    flags,
    nonce: nonce ?? null,
    enforcesNonce: enforces === true,
    replyTo: reply?.message_id ?? null,
  };
}

/** Judges the message of an answer or of a followup; `under`: where it stands in the request. It may be ephemeral. */
export function answerOf(given: unknown, under: Path = []): (Words & { ok: true; flags: number }) | Failure {
  const parsed = plainForm.safeParse(given);
  if (!parsed.success) return invalidForm(complaintsOf(parsed.error, given, under));
  const flags = parsed.data.flags ?? 0;
  const wrong = wrongFlags(flags, settable | MessageFlags.Ephemeral, under);
  if (wrong) return wrong;
  const said = wordsOf(parsed.data);
  return isEmpty(said) ? fail(RESTJSONErrorCodes.CannotSendAnEmptyMessage) : { ok: true, ...said, flags };
}

/** Judges an edit: what it does not name stays; null empties it. Nobody is notified by an edit. */
export function editOf(given: unknown, before: Words, under: Path = []): (Words & { ok: true }) | Failure {
  const parsed = plainForm.safeParse(given);
  if (!parsed.success) return invalidForm(complaintsOf(parsed.error, given, under));
  const it = parsed.data;
  const wrong = wrongFlags(it.flags ?? 0, settable | MessageFlags.Ephemeral, under);
  if (wrong) return wrong;
  const text = it.content === undefined ? before.content : (it.content ?? '');
  const said: Words = {
    content: text,
    embeds: it.embeds === undefined ? before.embeds : (it.embeds ?? []),
    rows: it.components === undefined ? before.rows : (it.components ?? []),
    mentions: it.content === undefined ? before.mentions : mentionsIn(text, it.allowed_mentions ?? undefined),
  };
  return isEmpty(said) ? fail(RESTJSONErrorCodes.CannotSendAnEmptyMessage) : { ok: true, ...said };
}

export const silence: Words = { content: '', embeds: [], rows: [], mentions: nobody };
