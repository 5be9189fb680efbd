import { expect, test } from '@jest/globals';
import type { PointProgress } from '../../src/ggi/progress.ts';
import { attestationsAround } from '../../src/insights/attestations.ts';
import { someBoard } from '../support/a-report.ts';

const WINDOW = { today: '2026-11-25', ago: 14, ahead: 60 };

function until(key: string, day: string | null): PointProgress {
  const attestation =
    day === null
      ? null
      : {
          key,
          by: 'ada',
          at: '2026-01-01',
          until: day,
          link: null,
          note: 'Seen.',
        };
  return { key, part: 'main', isTicked: false, changedAt: null, attestation };
}

test.each<[about: string, points: PointProgress[], told: string[]]>([
  ['nobody attests anything', [until('a', null)], []],
  [
    'the first and the last day of what is told',
    [until('b', '2027-01-24'), until('a', '2026-11-11')],
    ['a -14', 'b 60'],
  ],
  ['a day before and after', [until('a', '2026-11-10'), until('b', '2027-01-25')], []],
  ['its last day is today', [until('a', '2026-11-25')], ['a 0']],
  ['of one day, by the key', [until('b', '2026-12-01'), until('a', '2026-12-01')], ['a 6', 'b 6']],
])('%s', (_about, points, told) => {
  const [first, second] = someBoard().activities;
  if (first === undefined || second === undefined) throw new Error('There is no activity');
  const found = attestationsAround(
    [
      { ...first, points },
      { ...second, points: [], issue: null },
    ],
    WINDOW,
  );
  expect(found.map(({ key, daysLeft }) => `${key} ${daysLeft}`)).toEqual(told);
  expect(found.map(({ activity, url }) => [activity, url])).toEqual(told.map(() => [first.id, first.issue?.url]));
});
