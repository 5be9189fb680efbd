import { describe, expect, test } from '@jest/globals';
import { nextSteps } from '../../../src/ggi/board/next-steps.ts';
import { progressOf } from '../../../src/ggi/board/progress-of.ts';
import { remindersDue } from '../../../src/ggi/board/remind.ts';
import type { PointState } from '../../../src/ggi/evidence/standing.ts';
import type { ActivityProgress } from '../../../src/ggi/progress.ts';
import { aBoard } from './on-paper.ts';

const DAY = '2026-11-25';
const board = aBoard();

function progress(change: Readonly<Record<string, Partial<ActivityProgress>>> = {}): ActivityProgress[] {
  const nothing = { activities: new Map(), points: new Map(), attestations: [] };
  return progressOf(board, nothing, `${DAY}T00:00:00Z`).activities.map((one) => ({ ...one, ...change[one.id] }));
}

function steps(change: Parameters<typeof progress>[0], evidence: Readonly<Record<string, PointState>> = {}) {
  return nextSteps({
    board,
    activities: progress(change),
    evidence: new Map(Object.entries(evidence)),
    day: DAY,
    most: 3,
  });
}

describe('what could come next', () => {
  test('is the first in order, where nothing speaks for any', () => {
    expect(steps({}).map(({ id, reasons }) => [id, reasons])).toEqual([
      ['GGI-A-17', [{ code: 'order' }]],
      ['GGI-A-18', [{ code: 'order' }]],
      ['GGI-A-19', [{ code: 'order' }]],
    ]);
  });

  test('is what is proposed by what is done', () => {
    const [first] = steps({
      'GGI-A-23': { state: 'done' },
      'GGI-A-24': { state: 'done' },
      'GGI-A-33': { state: 'done' },
    });
    expect(first).toEqual({
      id: 'GGI-A-20',
      title: 'Open source enterprise software',
      reasons: [{ code: 'follows', ids: ['GGI-A-23'] }],
    });
  });

  test('is what the evidence says is weakest, before what is only proposed', () => {
    const [first] = steps(
      { 'GGI-A-23': { state: 'done' } },
      { 'assets-monitored': 'contradicted', 'metrics-tooling-used': 'supported' },
    );
    expect(first).toMatchObject({
      id: 'GGI-A-22',
      reasons: [
        { code: 'contradicted', keys: ['assets-monitored'] },
        { code: 'follows', ids: ['GGI-A-23'] },
      ],
    });
  });

  test('is where nothing was found of what could have been seen, unless people answer for it', () => {
    const evidence = { 'licence-check-offered': 'no-evidence' } as const;
    const [activity] = board.activities.filter(({ points }) =>
      points.some(({ key }) => key === 'licence-check-offered'),
    );
    const points = progress().find(({ id }) => id === activity?.id)?.points ?? [];
    const ticked = points.map((point) => ({ ...point, isTicked: point.key === 'licence-check-offered' }));
    expect(steps({}, evidence)[0]).toEqual({
      id: 'GGI-A-21',
      title: activity?.title,
      reasons: [{ code: 'unfound', keys: ['licence-check-offered'] }],
    });
    expect(steps({ 'GGI-A-21': { points: ticked } }, evidence).map(({ id }) => id)).not.toContain('GGI-A-21');
  });

  test('is what was to be done by now, before all else', () => {
    expect(steps({ 'GGI-A-37': { targetDate: '2026-11-24' } })[0]).toMatchObject({
      id: 'GGI-A-37',
      reasons: [{ code: 'overdue', targetDate: '2026-11-24' }],
    });
  });

  test('is nothing, where all is done', () => {
    expect(steps(Object.fromEntries(board.activities.map(({ id }) => [id, { state: 'done' as const }])))).toEqual([]);
  });

  test('ends, though the relations go round in circles', () => {
    const ring = {
      'GGI-A-33': { state: 'done' },
      'GGI-A-23': { state: 'done' },
      'GGI-A-43': { state: 'done' },
    } as const;
    expect(steps(ring)).toHaveLength(3);
  });
});

describe('owners are reminded', () => {
  const issue = { number: 1, url: 'x', isOpen: true };
  const late: Partial<ActivityProgress> = { targetDate: '2026-11-01', owners: ['ada'], issue };
  const due = (
    change: Partial<ActivityProgress>,
    now: string,
    count = 0,
    at: string | null = null,
    afterDays: number | null = 7,
  ) =>
    remindersDue(
      progress({ 'GGI-A-17': { ...late, ...change } }),
      new Map([['GGI-A-17', { count, at }]]),
      afterDays,
      now,
    ).length;

  test.each([
    { name: 'so many days after the date', now: '2026-11-08T00:00:00Z', is: 1 },
    { name: 'not before', now: '2026-11-07T23:59:00Z', is: 0 },
    { name: 'not where nobody asked for reminders', now: '2026-12-08T00:00:00Z', afterDays: null, is: 0 },
    {
      name: 'a second time after twice as long',
      now: '2026-11-22T00:00:00Z',
      count: 1,
      at: '2026-11-08T00:00:00Z',
      is: 1,
    },
    { name: 'not sooner', now: '2026-11-21T23:00:00Z', count: 1, at: '2026-11-08T00:00:00Z', is: 0 },
    {
      name: 'a fourth time after eight times as long',
      now: '2027-01-01T00:00:00Z',
      count: 3,
      at: '2026-11-08T00:00:00Z',
      is: 0,
    },
    { name: 'not where it is done', change: { state: 'done' as const }, now: '2026-12-08T00:00:00Z', is: 0 },
    {
      name: 'not where its issue is closed',
      change: { issue: { ...issue, isOpen: false } },
      now: '2026-12-08T00:00:00Z',
      is: 0,
    },
    { name: 'not where it has no owner', change: { owners: [] }, now: '2026-12-08T00:00:00Z', is: 0 },
    { name: 'not where it has no date', change: { targetDate: null }, now: '2026-12-08T00:00:00Z', is: 0 },
  ])('$name', ({ change = {}, now, count = 0, at = null, afterDays = 7, is }) => {
    expect(due(change, now, count, at, afterDays)).toBe(is);
  });
});
