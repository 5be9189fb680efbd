import { describe, expect, test } from '@jest/globals';
import {
  type DeliveryFigures,
  type DeliveryLogFigures,
  deadLetterHealth,
  deliveryHealth,
  deliveryLogHealth,
  durationOf,
  MOST_FAILED_AN_HOUR,
  queueHealth,
  sweepHealth,
} from '../../src/core/health.ts';

const HOUR = 3600;

describe('deliveries', () => {
  const well: DeliveryFigures = {
    lastDay: { stored: 0, dispatched: 1, finished: 20, failed: 0 },
    failedLately: 0,
    failed: 0,
    oldestStoredSeconds: null,
  };
  const figures: readonly [string, Partial<DeliveryFigures>, string][] = [
    ['all finished', {}, 'good'],
    ['one just stored', { oldestStoredSeconds: 120 }, 'good'],
    ['one stored and left', { oldestStoredSeconds: 121 }, 'bad'],
    ['some failed', { failed: 3, failedLately: 3 }, 'attention'],
    ['many failed long ago', { failed: 500 }, 'attention'],
    ['as many as may fail', { failed: 10, failedLately: MOST_FAILED_AN_HOUR }, 'attention'],
    ['one more', { failed: 11, failedLately: MOST_FAILED_AN_HOUR + 1 }, 'bad'],
  ];
  test.each(figures)('%s', (_, change, verdict) => {
    expect(deliveryHealth({ ...well, ...change }).verdict).toBe(verdict);
  });
});

describe('GitHub’s log', () => {
  const well: DeliveryLogFigures = {
    lookedSecondsAgo: 200,
    failure: null,
    inVain: 0,
    givenUp: 0,
    isAnyArriving: false,
  };
  const figures: readonly [string, Partial<DeliveryLogFigures>, string][] = [
    ['all here', {}, 'good'],
    ['not read yet', { lookedSecondsAgo: null }, 'attention'],
    ['not read for a quarter of an hour', { lookedSecondsAgo: 901 }, 'bad'],
    ['could not be read', { failure: 'an outage' }, 'attention'],
    ['one in vain, and nothing else comes', { inVain: 1 }, 'bad'],
    ['one in vain, while others come', { inVain: 1, isAnyArriving: true }, 'attention'],
    ['many in vain, while others come', { inVain: 11, isAnyArriving: true }, 'bad'],
    ['one given up', { givenUp: 1 }, 'attention'],
  ];
  test.each(figures)('%s', (_, change, verdict) => {
    expect(deliveryLogHealth({ ...well, ...change }).verdict).toBe(verdict);
  });
});

describe('queues', () => {
  const queue = (name: string, oldestSeconds: number | null) => ({
    queue: name,
    waiting: 1,
    active: 0,
    deferred: 2,
    oldestSeconds,
  });
  test.each([
    ['nothing ready', 'pull-request', null, 'good'],
    ['a pull request for five minutes', 'pull-request', 300, 'good'],
    ['a pull request for longer', 'pull-request', 301, 'bad'],
    ['an audit for an hour', 'repository', HOUR, 'good'],
    ['an audit for longer', 'repository', HOUR + 1, 'bad'],
    ['what a later version adds, for longer', 'something-new', HOUR + 1, 'bad'],
  ])('%s', (_, name, seconds, verdict) => {
    expect(queueHealth([queue('sweep', 1), queue(name, seconds)]).verdict).toBe(verdict);
  });
});

describe('sweeps', () => {
  const sweep = (installedSecondsAgo: number, finishedSecondsAgo: number | null) => ({
    installationId: 1,
    account: 'city',
    installedSecondsAgo,
    finishedSecondsAgo,
  });
  test.each([
    ['of the last day', [sweep(99 * HOUR, 26 * HOUR)], 'good'],
    ['of longer ago', [sweep(99 * HOUR, 26 * HOUR + 1)], 'bad'],
    ['under way for the first time', [sweep(2 * HOUR, null)], 'good'],
    ['that never ended', [sweep(2 * HOUR + 1, null)], 'bad'],
    ['of one of two', [sweep(HOUR, 10), sweep(99 * HOUR, 99 * HOUR)], 'bad'],
    ['of nobody', [], 'attention'],
  ])('%s', (_, sweeps, verdict) => {
    expect(sweepHealth(sweeps).verdict).toBe(verdict);
  });
});

test('one job that failed for good does not make the app unready', () => {
  expect([deadLetterHealth(0).verdict, deadLetterHealth(7).verdict]).toEqual(['good', 'attention']);
});

test.each([
  [0.4, '0 s'],
  [119, '119 s'],
  [120, '2 min'],
  [3 * HOUR + 300, '3 h 5 min'],
  [26 * HOUR, '26 h'],
  [52 * HOUR, '2 days 4 h'],
  [-5, '0 s'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationOf(seconds)).toBe(text);
});
