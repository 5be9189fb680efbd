import { expect, test } from '@jest/globals';
import { isGivenBy, isOvertaken } from '../../../src/contributions/agreements/overtaken.ts';

const WRITTEN = '2026-03-01T10:00:00Z';

test.each<[string, readonly string[], string | null, boolean]>([
  ['nothing happened since', [], null, false],
  ['it was ended before', ['2026-03-01T09:59:59.999Z'], null, false],
  [
    'it was ended within the same second, before or after: GitHub tells no more',
    ['2026-03-01T10:00:00.900Z'],
    null,
    false,
  ],
  ['it was ended in the next second', ['2026-03-01T10:00:01.000Z'], null, true],
  ['one of several ended later', ['2026-01-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'], null, true],
  ['somebody was erased before', [], '2026-03-01T09:59:59.000Z', false],
  ['somebody was erased within the same second: it may have been them', [], '2026-03-01T10:00:00.500Z', true],
  ['somebody was erased later', [], '2026-05-01T00:00:00.000Z', true],
])('%s', (_, endedAt, erasedAt, expected) => {
  expect(isOvertaken(WRITTEN, endedAt, erasedAt)).toBe(expected);
});

test.each<[string, string, boolean]>([
  ['before it', '2026-03-01T09:59:59.999Z', true],
  ['in the same second, which is all that GitHub tells', '2026-03-01T10:00:00.999Z', true],
  ['a second later', '2026-03-01T10:00:01.000Z', false],
])('a signature that was given %s', (_, signedAt, expected) => {
  expect(isGivenBy(signedAt, '2026-03-01T10:00:00Z')).toBe(expected);
});
