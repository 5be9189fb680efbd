import { describe, expect, test } from '@jest/globals';
import type { PointPart } from '../../src/ggi/activity.ts';
import { type Attestation, coverageOf, isMet, type PointProgress } from '../../src/ggi/progress.ts';

const attestation: Attestation = {
  key: 'k',
  by: 'ada',
  at: '2026-01-01T00:00:00Z',
  until: '2026-06-30',
  link: null,
  note: '',
};

function point(part: PointPart, isTicked: boolean, attested: Attestation | null = null): PointProgress {
  return { key: 'k', part, isTicked, changedAt: null, attestation: attested };
}

describe('a point is met', () => {
  test.each([
    { name: 'when it is ticked', given: point('main', true), met: true },
    { name: 'when it is neither ticked nor attested: no', given: point('main', false), met: false },
    { name: 'up to the last day of an attestation', given: point('main', false, attestation), met: true },
    { name: 'and no longer', given: point('main', false, { ...attestation, until: '2026-06-29' }), met: false },
    {
      name: 'by a tick, even where the attestation has expired',
      given: point('main', true, { ...attestation, until: '2020-01-01' }),
      met: true,
    },
  ])('$name', ({ given, met }) => {
    expect(isMet(given, '2026-06-30')).toBe(met);
  });
});

describe('coverage', () => {
  const day = '2026-06-30';
  test.each([
    { name: 'counts what is met', points: [point('main', true), point('main', false)], expected: { met: 1, total: 2 } },
    { name: 'of nothing is nothing', points: [], expected: { met: 0, total: 0 } },
    {
      name: 'takes the better of two ways',
      points: [point('main', false), point('main', true), point('alternative', true)],
      expected: { met: 1, total: 1 },
    },
    {
      name: 'takes the main way where both are as far',
      points: [point('main', false), point('main', false), point('alternative', false)],
      expected: { met: 0, total: 2 },
    },
    {
      name: 'counts levels one by one',
      points: [point('level-1', true), point('level-2', false), point('level-3', false)],
      expected: { met: 1, total: 3 },
    },
    {
      name: 'counts borrowed points with the main ones',
      points: [point('main', true), point('questionnaire', false)],
      expected: { met: 1, total: 2 },
    },
  ])('$name', ({ points, expected }) => {
    expect(coverageOf(points, day)).toEqual(expected);
  });
});
