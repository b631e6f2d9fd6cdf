import { z } from 'zod';
import { roles } from '../account/role.ts';
import { parseDuration, sayDuration } from '../lib/duration.ts';
import { keyPattern } from '../service/integration-key.ts';

/** A key: what people type for a person, a policy or a service. */
const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be a key: up to 40 of a-z, 0-9 and -, beginning with a letter or digit');

const name = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(100, 'must be at most 100 characters')
  .regex(/^\P{Cc}*$/u, 'must not hold control characters, such as a line break')
  // Half of a pair is no character, and no database keeps it: applied again, it would be changed again.
  .regex(/^\P{Surrogate}*$/u, 'must not hold half of a surrogate pair, such as \\ud800');

const slackId = (what: string, letters: string) =>
  z
    .string()
    .regex(
      new RegExp(`^[${letters}][A-Z0-9]{2,20}$`),
      `must be the id of a Slack ${what}, such as ${letters[0]}0123ABCD`,
    );

/** A snowflake, see https://docs.discord.com/developers/reference#snowflakes. As a number it would lose its last digits. */
const discordId = (what: string) => {
  const message = `must be the id of a Discord ${what}: 17 to 20 digits in quotes, such as "200000000000000001"`;
  return z.string(message).regex(/^\d{17,20}$/, message);
};

/** An id on each platform. */
const onEach = (slack: readonly [what: string, letters: string], discord: string) =>
  z.strictObject({ slack: slackId(...slack).optional(), discord: discordId(discord).optional() });

const zone = z.string().refine(isZone, 'must be an IANA time zone, such as Europe/London');

/** Asking for a zone takes half a millisecond, and a team names few of them often. Those that are none are asked for again. */
const zones = new Set<string>();

function isZone(text: string): boolean {
  if (zones.has(text)) return true;
  const is = isKnownZone(text);
  if (is) zones.add(text);
  return is;
}

function isKnownZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    // Offsets such as +01:00 are accepted by Intl, but are no zone: they know no daylight saving.
    return /^[A-Za-z]/.test(text);
  } catch {
    return false;
  }
}

/** Also said of a number: whoever wrote `5` is to learn that the unit is missing. */
const durationWords = 'must be a duration such as 90s, 5m, 4h or 2d';

/** Milliseconds, written `5m`. */
const duration = z.codec(z.string(durationWords), z.number(), {
  decode: (text, { issues }) => {
    const ms = parseDuration(text);
    if (ms !== null && ms > 0) return ms;
    issues.push({ code: 'custom', input: text, message: durationWords });
    return z.NEVER;
  },
  encode: sayDuration,
});

const target = z.codec(z.string(), z.strictObject({ kind: z.literal('person'), key: z.string() }), {
  decode: (text, { issues }) => {
    const [kind, ...rest] = text.split('/');
    if (kind === 'person' && rest.length === 1) return { kind: 'person' as const, key: rest[0] ?? '' };
    const known = kind === 'schedule' || kind === 'channel' ? `${kind}/… is not there yet; ` : '';
    issues.push({ code: 'custom', input: text, message: `${known}must be person/KEY, such as person/ada` });
    return z.NEVER;
  },
  encode: ({ kind, key }) => `${kind}/${key}`,
});

const was = key.optional();
const enabled = z.boolean('must be true or false').default(true);

const person = z.strictObject({
  name,
  email: z.email('must be an e-mail address').optional(),
  zone,
  role: z.enum(roles, `must be one of ${roles.join(', ')}`).default('responder'),
  slack: slackId('member', 'UW').optional(),
  discord: discordId('user').optional(),
  was,
  enabled,
});

const policy = z.strictObject({
  loops: z
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must be 0 or more')
    .max(100, 'must be at most 100')
    .default(0),
  rules: z
    .array(
      z.strictObject({ page: z.array(target).min(1, 'must name at least one target'), wait: duration }),
      'must be a list of { page: [person/KEY], wait: 5m }',
    )
    .max(50, 'must be at most 50 rules')
    .default([]),
  was,
  enabled,
});

const integrationKey = z.strictObject({
  name,
  value: z.string().regex(keyPattern, 'must be 32 characters a-z 0-9').optional(),
});

const service = z.strictObject({
  name,
  policy: key.optional(),
  channel: onEach(['channel', 'CG'], 'channel').default({}),
  acknowledge_timeout: duration.optional(),
  auto_resolve: duration.optional(),
  keys: z.array(integrationKey).max(50).default([]),
  was,
  enabled,
});

/**
 * The sections that exist so far; `account` alone is needed. Read both ways: a file is parsed by it, and what is exported or
 * planned is written by it. So whatever is not kept as it is written is a codec here, and no transform.
 */
export const teamFileShape = z.strictObject({
  account: key,
  connect: onEach(['workspace', 'TE'], 'server').optional(),
  notices: onEach(['channel', 'CG'], 'channel').optional(),
  people: z.record(key, person).default({}),
  policies: z.record(key, policy).default({}),
  services: z.record(key, service).default({}),
});

export type TeamFile = z.infer<typeof teamFileShape>;

/** A team file as it is written: durations are words, targets are `person/ada`. */
export type WrittenFile = z.input<typeof teamFileShape>;

/** Sections that others know from the documentation of later versions. */
export const laterSections: readonly string[] = ['schedules', 'hooks'];
