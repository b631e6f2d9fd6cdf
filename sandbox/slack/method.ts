import { z } from 'zod';
import type { LivingWorld } from '../world.ts';
import { type Answer, refuse } from './answer.ts';
import type { QuietHours } from './quiet-hours.ts';
import type { Triggers } from './triggers.ts';
import type { Views } from './views.ts';
import type { appScopes, botScopes } from './workspace.ts';

/** A scope that Slack knows, whether or not the app has it. */
export type Scope = (typeof botScopes)[number] | (typeof appScopes)[number] | 'im:read';

/** What a method may touch. */
export interface Office {
  readonly world: LivingWorld;
  readonly quiet: QuietHours;
  readonly views: Views;
  readonly triggers: Triggers;
  /** What the bot token may do. */
  readonly scopes: readonly string[];
  /** The address of the workspace, ending in a slash; known once it listens. */
  url(): string;
  /** A fresh Socket Mode address, good for one connection. */
  openLink(): string;
}

export interface Method {
  readonly name: string;
  readonly token: 'bot' | 'app';
  /** null: every token may call it. */
  readonly scope: Scope | null;
  call(given: unknown, office: Office): Answer;
}

/** A boolean as JSON, or as the words and digits of a form. */
export const flag = z.union([
  z.boolean(),
  z.enum(['true', 'false', '1', '0']).transform((it) => it === 'true' || it === '1'),
]);

const tokenArgument = { token: z.string().optional() };

function complaint(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `[ERROR] unknown argument: ${key}`);
  const name = issue.path.join('/');
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return [missing ? `[ERROR] missing required field: ${name}` : `[ERROR] ${issue.message} [json-pointer:/${name}]`];
}

/** A Web API method whose arguments are exactly `args` (and `token`, which any method takes). */
export function method<Shape extends z.ZodRawShape>(it: {
  name: string;
  token: 'bot' | 'app';
  scope: Scope | null;
  args: Shape;
  run: (args: z.infer<z.ZodObject<Shape, z.core.$strict>>, office: Office) => Answer;
}): Method {
  const args = z.strictObject(it.args);
  return {
    name: it.name,
    token: it.token,
    scope: it.scope,
    call(given, office) {
      const { token: _, ...rest } = z.looseObject(tokenArgument).catch({}).parse(given);
      const parsed = args.safeParse(rest);
      if (!parsed.success) return refuse('invalid_arguments', parsed.error.issues.flatMap(complaint));
      return it.run(parsed.data, office);
    },
  };
}
