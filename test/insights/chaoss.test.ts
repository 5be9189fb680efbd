import { describe, expect, test } from '@jest/globals';
import type { Activity, ChangeRequest } from '../../src/insights/chaoss/activity.ts';
import { changeRequestClosureRatio } from '../../src/insights/chaoss/change-request-closure-ratio.ts';
import { contributorAbsenceFactor } from '../../src/insights/chaoss/contributor-absence-factor.ts';
import { releaseFrequency } from '../../src/insights/chaoss/release-frequency.ts';
import { medianOf, timeToFirstResponse } from '../../src/insights/chaoss/time-to-first-response.ts';

const PERIOD = { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' };

function at(day: string): string {
  return `2026-${day}T00:00:00.000Z`;
}

function request(change: Partial<ChangeRequest> = {}): ChangeRequest {
  const opened = { nodeId: 'PR_1', number: 1, isOutside: true, openedAt: at('11-02'), closedAt: null, isMerged: false };
  return { ...opened, firstResponseAt: null, ...change };
}

function activity(changeRequests: readonly ChangeRequest[], change: Partial<Activity> = {}): Activity {
  const isCut = { changeRequests: false, releases: false, commits: false };
  return { repositoryId: 1, readAt: at('11-30'), changeRequests, releases: [], commits: [], isCut, ...change };
}

describe('Time to First Response', () => {
  test.each<[name: string, requests: ChangeRequest[], expected: [number, number, number | null, number]]>([
    ['of nothing', [], [0, 0, null, 0]],
    ['of one that waits', [request()], [1, 0, null, 1]],
    ['of one closed unanswered', [request({ closedAt: at('11-03') })], [1, 0, null, 0]],
    ['of one answered after a day', [request({ firstResponseAt: at('11-03') })], [1, 1, 24, 0]],
    [
      'of several, those that wait left out',
      [
        request({ firstResponseAt: at('11-03') }),
        request({ firstResponseAt: at('11-05') }),
        request(),
        request({ openedAt: at('10-31'), firstResponseAt: at('11-30') }),
        request({ openedAt: at('12-01') }),
      ],
      [3, 2, 48, 1],
    ],
  ])('%s', (_name, requests, [opened, answered, medianHours, waiting]) => {
    const expected = { opened, answered, medianHours, waiting };
    expect(timeToFirstResponse([activity(requests)], PERIOD)).toEqual(expected);
  });

  test('of people from outside alone', () => {
    const requests = [
      request({ isOutside: false, firstResponseAt: at('11-09') }),
      request({ firstResponseAt: at('11-03') }),
    ];
    expect(timeToFirstResponse([activity(requests)], PERIOD, { outsideOnly: true }).medianHours).toBe(24);
  });
});

test.each([
  [[], null],
  [[5], 5],
  [[9, 1], 5],
  [[9, 1, 2], 2],
])('the median of %j is %p', (numbers, median) => {
  expect(medianOf(numbers)).toBe(median);
});

test.each<[name: string, requests: ChangeRequest[], opened: number, closed: number, ratio: number | null]>([
  ['nothing', [], 0, 0, null],
  ['one opened', [request()], 1, 0, 0],
  ['an old one closed', [request({ openedAt: at('02-01'), closedAt: at('11-09') })], 0, 1, null],
  [
    'more closed than opened',
    [request({ closedAt: at('11-30') }), request({ openedAt: at('02-01'), closedAt: at('11-09'), isMerged: true })],
    1,
    2,
    2,
  ],
  ['closed at the period’s end', [request({ closedAt: at('12-01') })], 1, 0, 0],
])('Change Request Closure Ratio: %s', (_name, requests, opened, closed, ratio) => {
  expect(changeRequestClosureRatio([activity(requests)], PERIOD)).toEqual({ opened, closed, ratio });
});

test.each<[commits: number[], factor: number | null]>([
  [[], null],
  [[0], null],
  [[7], 1],
  [[1, 1], 1],
  [[1, 1, 1], 2],
  [[50, 30, 20], 1],
  [[20, 49, 31], 2],
  [[1, 1, 1, 1, 1, 1], 3],
])('Contributor Absence Factor of %j: %p', (commits, factor) => {
  expect(contributorAbsenceFactor(commits)).toBe(factor);
});

test('Release Frequency counts releases in the period, and the repositories that have any', () => {
  const of = (...days: string[]) =>
    activity([], { releases: days.map((day) => ({ name: day, publishedAt: at(day) })) });
  expect(releaseFrequency([of('11-30', '11-01', '10-31'), of('12-01'), of()], PERIOD)).toEqual({
    releases: 2,
    repositories: 1,
  });
});
