import type { EventOf } from '../event/event.ts';
import type { EventName } from '../event/names.ts';
import { matching } from '../event/pattern.ts';
import { no, ok, type Result } from '../lib/result.ts';
import type { Handler, Subscription } from './handler.ts';

export type SubscribeRefusal =
  | { readonly code: 'unknown-event'; readonly pattern: string; readonly possible: readonly string[] }
  | { readonly code: 'unsupported-event'; readonly pattern: string; readonly possible: readonly string[] }
  | { readonly code: 'invalid-configuration'; readonly problems: readonly string[] };

/**
 * Binds a handler to the events that `patterns` name and to its configuration. `*` and `noun.*` mean those of them that the
 * handler supports; an event named by itself must be supported.
 */
export function subscribe<C, N extends EventName>(
  handler: Handler<C, N>,
  patterns: readonly string[],
  config: unknown,
): Result<Subscription, SubscribeRefusal> {
  const wanted = new Set<EventName>();
  for (const pattern of patterns) {
    const meant = matching(pattern);
    if (meant.length === 0) return no({ code: 'unknown-event', pattern, possible: handler.supports });
    const supported = meant.filter((name) => supports(handler, name));
    if (supported.length === 0) return no({ code: 'unsupported-event', pattern, possible: handler.supports });
    for (const name of supported) wanted.add(name);
  }
  const parsed = handler.config.safeParse(config);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'config'}: ${issue.message}`);
    return no({ code: 'invalid-configuration', problems });
  }
  return ok({
    handler: handler.name,
    wants: (event) => wanted.has(event.name),
    // `wanted` holds only names that the handler supports, so the event is one of its own.
    handle: (tx, event) => handler.handle(tx, event as EventOf<N>, parsed.data),
  });
}

function supports(handler: { readonly supports: readonly EventName[] }, name: EventName): boolean {
  return handler.supports.includes(name);
}
