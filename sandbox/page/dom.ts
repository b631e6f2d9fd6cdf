/** Text is only ever given as text nodes: nothing that arrives in a message becomes markup. */
type Child = Node | string;

interface Attributes {
  readonly class?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly [name: string]: string | Readonly<Record<string, string>> | undefined;
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') element.setAttribute(name, value);
    else if (name === 'data' && value) Object.assign(element.dataset, value);
  }
  element.append(...children);
  return element;
}

/** An element that index.html promises, of the kind that it promises. */
export function byId<T extends HTMLElement>(id: string, kind: abstract new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${kind.name} #${id}`);
}
