/** At most `max` UTF-16 units, the last one `…` where something was cut; never ends in half a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return '';
  const kept = text.slice(0, max - 1);
  const last = kept.charCodeAt(kept.length - 1);
  return `${last >= 0xd800 && last <= 0xdbff ? kept.slice(0, -1) : kept}…`;
}
