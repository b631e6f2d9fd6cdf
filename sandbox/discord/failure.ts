import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';

/** What is wrong with one field; `code` and `message` in Discord's words. */
export interface Complaint {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

/** A "no" of the REST API (https://docs.discord.com/developers/topics/opcodes-and-status-codes). */
export interface Failure {
  readonly ok: false;
  readonly status: number;
  readonly code: number;
  readonly message: string;
  /** Empty where no field is at fault. */
  readonly complaints: readonly Complaint[];
}

const words = {
  [Code.UnknownApplication]: [404, 'Unknown Application'],
  [Code.UnknownChannel]: [404, 'Unknown Channel'],
  [Code.UnknownGuild]: [404, 'Unknown Guild'],
  [Code.UnknownMember]: [404, 'Unknown Member'],
  [Code.UnknownMessage]: [404, 'Unknown Message'],
  [Code.UnknownRole]: [404, 'Unknown Role'],
  [Code.UnknownUser]: [404, 'Unknown User'],
  [Code.UnknownWebhook]: [404, 'Unknown Webhook'],
  [Code.UnknownInteraction]: [404, 'Unknown interaction'],
  [Code.UnknownApplicationCommand]: [404, 'Unknown application command'],
  [Code.InteractionHasAlreadyBeenAcknowledged]: [400, 'Interaction has already been acknowledged.'],
  [Code.MissingAccess]: [403, 'Missing Access'],
  [Code.CannotExecuteActionOnDMChannel]: [403, 'Cannot execute action on a DM channel'],
  [Code.CannotEditMessageAuthoredByAnotherUser]: [403, 'Cannot edit a message authored by another user'],
  [Code.CannotSendAnEmptyMessage]: [400, 'Cannot send an empty message'],
  [Code.CannotSendMessagesToThisUser]: [403, 'Cannot send messages to this user'],
  [Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds]: [
    403,
    'Cannot send message to this user due to having no mutual guilds',
  ],
  [Code.CannotSendMessagesInNonTextChannel]: [400, 'Cannot send messages in a non-text channel'],
  [Code.MissingPermissions]: [403, 'Missing Permissions'],
  [Code.CannotExecuteActionOnThisChannelType]: [400, 'Cannot execute action on this channel type'],
  [Code.InvalidWebhookToken]: [401, 'Invalid Webhook Token'],
  [Code.InvalidActionOnArchivedThread]: [400, 'Thread is archived'],
  [Code.ThreadAlreadyCreatedForMessage]: [400, 'A thread has already been created for this message'],
  [Code.ThreadLocked]: [400, 'Thread is locked'],
} as const satisfies Record<number, readonly [status: number, message: string]>;

export type KnownCode = keyof typeof words;

/** A failure by its number, such as 10008. */
export function fail(code: KnownCode): Failure {
  const [status, message] = words[code];
  return { ok: false, status, code, message, complaints: [] };
}

/** A failure without a number of its own: `404: Not Found`. */
export function failBare(status: number, message: string): Failure {
  return { ok: false, status, code: 0, message: `${status}: ${message}`, complaints: [] };
}

/** 50035, with the fields that are wrong. */
export function invalidForm(complaints: readonly Complaint[]): Failure {
  const [status, code] = [400, Code.InvalidFormBodyOrContentType];
  return { ok: false, status, code, message: 'Invalid Form Body', complaints };
}

type Tree = { [key: string]: Tree | { code: string; message: string }[] };

/** Field by field, as answers nest them (https://docs.discord.com/developers/reference#error-messages). */
function treeOf(complaints: readonly Complaint[]): Tree {
  const root: Tree = {};
  for (const { path, code, message } of complaints) {
    let here = root;
    for (const key of path.map(String)) {
      const inner = here[key];
      const next = inner === undefined || Array.isArray(inner) ? {} : inner;
      here[key] = next;
      here = next;
    }
    const before = here._errors;
    here._errors = [...(Array.isArray(before) ? before : []), { code, message }];
  }
  return root;
}

export function bodyOf({ code, message, complaints }: Failure): Readonly<Record<string, unknown>> {
  return complaints.length === 0 ? { message, code } : { message, code, errors: treeOf(complaints) };
}
