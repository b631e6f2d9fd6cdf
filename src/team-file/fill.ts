/** `${NAME}` in a text: what the environment says. `$${NAME}` is the text `${NAME}` itself. */
const pattern = /(\$?)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

export interface Filled {
  readonly value: unknown;
  /** Names that the environment does not know, and where they stand. */
  readonly unset: readonly { readonly path: readonly PropertyKey[]; readonly name: string }[];
}

/** Replaces `${NAME}` in every text of the file; keys of maps are left alone. */
export function fill(value: unknown, env: NodeJS.ProcessEnv, path: readonly PropertyKey[] = []): Filled {
  if (typeof value === 'string') {
    const unset = [...value.matchAll(pattern)].flatMap(([, literal, name = '']) =>
      literal === '' && setIn(env, name) === undefined ? [{ path, name }] : [],
    );
    const said = (_: string, literal: string, name: string): string =>
      literal === '' ? (setIn(env, name) ?? '') : `\${${name}}`;
    return { value: value.replace(pattern, said), unset };
  }
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown, index) => fill(part, env, [...path, index]));
    return { value: parts.map((part) => part.value), unset: parts.flatMap((part) => part.unset) };
  }
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(([name, part]) => [name, fill(part, env, [...path, name])] as const);
    return {
      value: Object.fromEntries(parts.map(([name, part]) => [name, part.value])),
      unset: parts.flatMap(([, part]) => part.unset),
    };
  }
  return { value, unset: [] };
}

/** A text that `fill` leaves as it is, or makes what it was. */
export function unfilled(text: string): string {
  return text.replace(pattern, (found) => `$${found}`);
}

/** Only what is set: every object knows `toString`. */
function setIn(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return Object.hasOwn(env, name) ? env[name] : undefined;
}
