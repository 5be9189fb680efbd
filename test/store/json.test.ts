import { expect, test } from '@jest/globals';
import { json } from '../../src/store/json.ts';

test.each([
  ['NUL in a value', { a: ['\0'] }, { a: ['\uFFFD'] }],
  ['NUL in a key', { 'a\0b': 1 }, { 'a\uFFFDb': 1 }],
  ['half a surrogate pair', ['\ud800x'], ['\uFFFDx']],
  ['a whole surrogate pair stays', ['\ud83d\ude00'], ['😀']],
  ['a backslash before u0000 is no NUL', ['\\u0000'], ['\\u0000']],
  ['__proto__ stays a key', JSON.parse('{"__proto__":{"x":1}}'), JSON.parse('{"__proto__":{"x":1}}')],
])('%s', (_rule, value, kept) => {
  expect(JSON.parse(json(value))).toEqual(kept);
});
