import { expect, test } from '@jest/globals';
import { compareClocks } from '../../src/github/clock-difference.ts';

const DATE = 'Mon, 05 Jan 2026 09:00:00 GMT';
const NINE = Date.parse(DATE);

test.each([
  ['the same second', 0, 100, 0],
  ['a slow answer, within which it may have been nine', -5_000, 5_000, 0],
  ['the end of that second', 999, 999, 0],
  ['ours is ahead', 30_999, 31_000, 30],
  ['ours is behind', -40_100, -40_000, -40],
  ['ours is ahead, and the answer took ten seconds', 30_999, 40_999, 30],
])('A48: %s', (_what, sentAt, receivedAt, seconds) => {
  expect(compareClocks(DATE, NINE + sentAt, NINE + receivedAt)).toEqual({ seconds, at: NINE + receivedAt });
});

test.each([undefined, '', 'yesterday', 17])('A48: %j is no date, and tells nothing', (date) => {
  expect(compareClocks(date, NINE, NINE)).toBeNull();
});
