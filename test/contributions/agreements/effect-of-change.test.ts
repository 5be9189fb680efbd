import { expect, test } from '@jest/globals';
import { effectOfChange, type Signers } from '../../../src/contributions/agreements/effect-of-change.ts';
import { anAgreement, NOW, revision } from './an-agreement.ts';

const [A, B] = ['a', 'b'].map((letter) => letter.repeat(64));
const signers = (count: number, ...revisions: readonly (string | undefined)[]): Signers => ({
  revisions: revisions.map((one) => one ?? ''),
  lastAt: '2026-03-01T10:00:00.000Z',
  count,
});
const BEFORE = [revision('a'), revision('b', { since: '2026-06-01T00:00:00.000Z' })];
const since = NOW.toISOString();
const ALL = [signers(1, A), signers(10, B), signers(100, A, B), signers(1000, 'imported')];

test.each([
  [
    'compatible with the one before',
    revision('c', { since, compatible: [B ?? ''] }),
    { stay: 110, grace: 0, again: 0, back: 0 },
  ],
  [
    'compatible with all before',
    revision('c', { since, compatible: [A ?? '', B ?? '', 'imported'] }),
    { stay: 110, grace: 0, again: 0, back: 1001 },
  ],
  ['with days of grace', revision('c', { since, graceDays: 30 }), { stay: 0, grace: 110, again: 0, back: 0 }],
  ['with neither', revision('c', { since }), { stay: 0, grace: 0, again: 110, back: 0 }],
  ['that brings the first one back', revision('a', { since }), { stay: 100, grace: 0, again: 10, back: 1 }],
])('a revision %s', (_, next, expected) => {
  const after = anAgreement({ revisions: [...BEFORE, next] });

  expect(effectOfChange(ALL, anAgreement({ revisions: BEFORE }), after, NOW)).toEqual(expected);
});

test('who is in their days of grace stays so, and is not asked twice', () => {
  const revisions = [revision('a'), revision('b', { since: '2026-11-20T00:00:00.000Z', graceDays: 30 })];
  const after = anAgreement({ revisions: [...revisions, revision('c', { since, graceDays: 5 })] });

  expect(effectOfChange([signers(3, A), signers(4, B)], anAgreement({ revisions }), after, NOW)).toEqual({
    stay: 3,
    grace: 4,
    again: 0,
    back: 0,
  });
});
