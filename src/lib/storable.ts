/**
 * The same text, as every database keeps it: PostgreSQL takes no U+0000, and halves of surrogate pairs, which are no characters
 * (unicode.org/faq/utf_bom.html#utf8-5), become something else in each. What cannot be kept becomes U+FFFD.
 */
export function storable(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\ufffd');
}
