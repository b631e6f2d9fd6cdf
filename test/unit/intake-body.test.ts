import { expect, test } from 'vitest';
import { readObject } from '../../adapters/http/intake/body.ts';

const read = (text: string) => readObject(Buffer.from(text));

test.each([
  ['', 'body is empty'],
  [' \n', 'body is empty'],
  ['{"a":', 'body is not valid JSON'],
  ['a=b', 'body is not valid JSON'],
  ['[{}]', 'body must be a JSON object'],
  ['null', 'body must be a JSON object'],
  ['"text"', 'body must be a JSON object'],
])('%j is refused', (text, refusal) => {
  expect(read(text)).toEqual({ ok: false, refusal });
});

test('no body at all is an empty one', () => {
  expect(readObject(undefined)).toEqual({ ok: false, refusal: 'body is empty' });
});

test('a byte order mark is passed over', () => {
  expect(read('\ufeff{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
});

test('what no database stores is replaced, in names too', () => {
  expect(read(String.raw`{"a\u0000":["x\u0000y","\ud800","\ud83d\ude00"]}`)).toEqual({
    ok: true,
    value: { 'a\ufffd': ['x\ufffdy', '\ufffd', '😀'] },
  });
});

test('bottomless nesting ends in …', () => {
  const deep = read(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  expect(JSON.stringify(deep)).toMatch(/^\{"ok":true,"value":\{"a":\[{31}"…"\]{31}\}\}$/);
});

test('a member called __proto__ changes nobody', () => {
  const result = read('{"__proto__":{"polluted":true},"a":1}');
  expect(result.ok && Object.getPrototypeOf(result.value)).toBe(Object.prototype);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});
