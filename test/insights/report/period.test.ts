import { expect, test } from '@jest/globals';
import { lastPeriod } from '../../../src/insights/report/period.ts';

test.each<[rhythm: 'week' | 'month' | 'quarter', now: string, key: string, from: string, to: string]>([
  ['month', '2026-11-25T23:59:59Z', '2026-10', '2026-10-01', '2026-11-01'],
  ['month', '2026-11-01T00:00:00Z', '2026-10', '2026-10-01', '2026-11-01'],
  ['month', '2027-01-31T12:00:00Z', '2026-12', '2026-12-01', '2027-01-01'],
  ['quarter', '2026-11-25T00:00:00Z', '2026-Q3', '2026-07-01', '2026-10-01'],
  ['quarter', '2027-03-31T00:00:00Z', '2026-Q4', '2026-10-01', '2027-01-01'],
  ['week', '2026-11-25T00:00:00Z', '2026-W47', '2026-11-16', '2026-11-23'],
  ['week', '2026-11-23T00:00:00Z', '2026-W47', '2026-11-16', '2026-11-23'],
  ['week', '2026-11-22T23:59:59Z', '2026-W46', '2026-11-09', '2026-11-16'],
  // The first week of 2027 begins on 4 January, as 1 January is a Friday.
  ['week', '2027-01-04T00:00:00Z', '2026-W53', '2026-12-28', '2027-01-04'],
  ['week', '2027-01-11T00:00:00Z', '2027-W01', '2027-01-04', '2027-01-11'],
])('the last %s before %s', (rhythm, now, key, from, to) => {
  const period = lastPeriod(rhythm, new Date(now));
  expect([period.key, period.from.toISOString(), period.to.toISOString()]).toEqual([
    key,
    `${from}T00:00:00.000Z`,
    `${to}T00:00:00.000Z`,
  ]);
});
