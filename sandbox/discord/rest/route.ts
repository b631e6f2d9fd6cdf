import type { Commands } from '../commands.ts';
import type { Failure } from '../failure.ts';
import type { Tickets } from '../people/tickets.ts';
import type { LivingWorld } from '../world.ts';

/** What a route may touch. */
export interface Office {
  readonly world: LivingWorld;
  readonly commands: Commands;
  readonly tickets: Tickets;
  /** Where the gateway is, such as `ws://127.0.0.1:7702/gateway`. */
  gatewayUrl(): string;
  /** Identifies that are left today, and how many may come at once. */
  sessionStarts(): { left: number; atOnce: number };
  readonly now: () => number;
}

export interface Done {
  readonly ok: true;
  readonly status: number;
  /** Undefined: an empty body. */
  readonly body: unknown;
}

export type Answer = Done | Failure;

export interface Request {
  /** The variable parts of the path, decoded, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route {
  readonly verb: Verb;
  /** As in the reference: `/channels/{channel.id}/messages`. */
  readonly path: string;
  /** Whether it is asked without the bot's token, for the path holds one. */
  readonly open?: true;
  run(request: Request, office: Office): Answer;
}

export function done(body: unknown, status = 200): Done {
  return { ok: true, status, body };
}

export const nothing: Done = { ok: true, status: 204, body: undefined };

/** A part of the path that the route is known to have. */
export function part(request: Request, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`The path has no ${name}`);
  return value;
}
