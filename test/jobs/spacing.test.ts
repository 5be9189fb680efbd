import { expect, test } from '@jest/globals';
import { makeSpacing } from '../../src/jobs/spacing.ts';

test.each([
  ['a key that never ran', {}, 0],
  ['a key that has just begun', { a: 5_000 }, 1_000],
  ['a key that began a while ago', { a: 4_400 }, 400],
  ['a key that began long enough ago', { a: 4_000 }, 0],
  ['a key that began twice: the last counts', { a: 4_700 }, 700],
  ['another key', { b: 5_000 }, 0],
] as const)('%s', (_, begun, expected) => {
  let time = 0;
  const spacing = makeSpacing(1_000, () => time);
  if ('a' in begun) spacing.begin('a');
  for (const [key, at] of Object.entries(begun)) {
    time = at;
    spacing.begin(key);
  }
  time = 5_000;
  expect(spacing.waitFor('a')).toBe(expected);
});

test('with nothing between them, nothing waits', () => {
  const spacing = makeSpacing(0, () => 7);
  spacing.begin('a');
  expect(spacing.waitFor('a')).toBe(0);
});
