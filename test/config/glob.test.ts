import { expect, test } from '@jest/globals';
import { matchesGlob } from '../../src/config/glob.ts';

test.each([
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['a*c', 'abbbc', true],
  ['a*c', 'abbbd', false],
  ['*-api', 'user-api', true],
  ['*-api', 'user-api-2', false],
  ['?', 'ä', true],
  ['?', '', false],
  ['a?c', 'abc', true],
  ['**x**', 'x', true],
  ['*a*b*', 'xxaxxbxx', true],
  ['.github', 'xgithub', false],
  ['API-*', 'api-1', true],
])('%j on %j: %j', (pattern, name, fits) => {
  expect(matchesGlob(pattern, name)).toBe(fits);
});

test('a pattern made never to come to an end does', () => {
  expect(matchesGlob('*a'.repeat(50), `${'a'.repeat(100)}b`)).toBe(false);
});
