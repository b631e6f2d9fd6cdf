/** `142` or `#142` → 142. Null: not a number that an incident can have. */
export function numberOf(word: string | undefined): number | null {
  const match = /^#?([1-9]\d{0,8})$/.exec(word ?? '');
  return match?.[1] === undefined ? null : Number(match[1]);
}
