import { commandRoutes } from './commands.ts';
import { interactionRoutes } from './interactions.ts';
import { messageRoutes } from './messages.ts';
import { peopleRoutes } from './people.ts';
import type { Route } from './route.ts';
import { threadRoutes } from './threads.ts';

/** The routes that this server serves; where two fit a path, the first is meant. */
export const routes: readonly Route[] = [
  ...messageRoutes,
  ...threadRoutes,
  ...interactionRoutes,
  ...commandRoutes,
  ...peopleRoutes,
];

/** A route with the variable parts of a path. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function paramsOf(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const found = decoded(given[at] ?? '');
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name !== undefined && found !== '') params[name] = found;
    else if (part !== found) return null;
  }
  return params;
}

/** Every route whose path it is, whatever the verb. */
export function matching(path: string): readonly Match[] {
  return routes.flatMap((route) => {
    const params = paramsOf(route.path, path);
    return params === null ? [] : [{ route, params }];
  });
}
