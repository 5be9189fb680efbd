import { expect, test } from '@jest/globals';
import { changesBetween } from '../../src/insights/changes.ts';
import { coverageByPolicy, coverageOf, coverageTrend, tallyAt } from '../../src/insights/coverage.ts';
import { matrixAt } from '../../src/insights/matrix.ts';
import { weeksUntil } from '../../src/insights/outcome-history.ts';
import { aHistory, aRepository } from './a-history.ts';

const HISTORIES = [
  aHistory({ policy: 'readme', outcomes: '-fp' }),
  aHistory({ policy: 'support', outcomes: 'ppf' }),
  aHistory({ policy: 'readme', repositoryId: 2, outcomes: 'uen' }),
  aHistory({ policy: 'support', repositoryId: 2, outcomes: '--f' }),
];

test('what was not judged is counted nowhere', () => {
  expect(tallyAt(HISTORIES, 0)).toEqual({ pass: 1, fail: 0, unknown: 1, exempt: 0, 'not-applicable': 0 });
  expect(tallyAt(HISTORIES, 2)).toEqual({ pass: 1, fail: 2, unknown: 0, exempt: 0, 'not-applicable': 1 });
  expect(tallyAt(HISTORIES, 9)).toEqual({ pass: 0, fail: 0, unknown: 0, exempt: 0, 'not-applicable': 0 });
});

test.each([
  [{ pass: 3, fail: 1, unknown: 9, exempt: 9, 'not-applicable': 9 }, 0.75],
  [{ pass: 0, fail: 2, unknown: 0, exempt: 0, 'not-applicable': 0 }, 0],
  [{ pass: 0, fail: 0, unknown: 4, exempt: 1, 'not-applicable': 1 }, null],
])('coverage is the passes among what was decided', (tally, expected) => {
  expect(coverageOf(tally)).toBe(expected);
});

test('each policy is counted by itself, and only where it was judged', () => {
  expect(coverageByPolicy(HISTORIES, 1).map(({ policy, tally }) => [policy, tally.pass, tally.fail])).toEqual([
    ['readme', 0, 1],
    ['support', 1, 0],
  ]);
  expect(coverageByPolicy([aHistory({ outcomes: '-p' })], 0)).toEqual([]);
});

test('the trend has a tally for each week, the last one now', () => {
  const now = new Date('2026-11-25T12:00:00Z');
  const weeks = weeksUntil(now, 3);
  expect(weeks.map((week) => week.toISOString().slice(0, 10))).toEqual(['2026-11-11', '2026-11-18', '2026-11-25']);
  const trend = coverageTrend(HISTORIES, weeks);
  expect(trend.map(({ at }) => at)).toEqual(weeks.map((week) => week.toISOString()));
  expect(trend.map(({ tally }) => tally.fail)).toEqual([0, 1, 2]);
});

test.each<[outcomes: string, kind: string | null]>([
  ['fp', 'mended'],
  ['pf', 'broken'],
  ['-f', 'found'],
  ['ff', null],
  ['pp', null],
  ['fn', null],
  ['fe', null],
  ['uf', null],
  ['ef', null],
  ['fu', null],
  ['-p', null],
])('from %s: %s', (outcomes, kind) => {
  expect(changesBetween([aHistory({ outcomes })], 0, 1).map((change) => change.kind)).toEqual(
    kind === null ? [] : [kind],
  );
});

test('the matrix has a row for each judged repository and a cell for each judged policy', () => {
  const repositories = [
    aRepository({ repositoryId: 2, name: 'zoo' }),
    aRepository(),
    aRepository({ repositoryId: 3, name: 'never-judged' }),
  ];
  expect(matrixAt(repositories, HISTORIES, 0)).toEqual({
    policies: ['readme', 'support'],
    rows: [
      { repositoryId: 1, repository: 'city/bus-stops', outcomes: [null, 'pass'] },
      { repositoryId: 2, repository: 'city/zoo', outcomes: ['unknown', null] },
    ],
  });
});
