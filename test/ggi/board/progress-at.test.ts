import { expect, test } from '@jest/globals';
import type { BoardChange } from '../../../src/ggi/board/follow.ts';
import { activitiesAt } from '../../../src/ggi/board/progress-at.ts';

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T08:00:00.000Z`;
const changed = (subject: 'state' | 'point', value: string, day: number, activity = 'GGI-A-39'): BoardChange => {
  return { activity, subject, key: subject === 'point' ? 'k' : null, value, at: at(day) };
};
const attested = (day: number, until: string) => ({ key: 'k', by: 'ada', at: at(day), until, link: null, note: '' });
const TODAY = [
  {
    id: 'GGI-A-39',
    goal: 'culture' as const,
    title: 'Upstream first',
    issue: null,
    state: 'done' as const,
    points: [{ key: 'k', part: 'main' as const, isTicked: true, changedAt: at(20), attestation: null }],
  },
];

test.each([
  ['before anything was done', [changed('point', 'ticked', 5), changed('state', 'done', 5)], 4, false, 'not-selected'],
  ['at the moment itself', [changed('point', 'ticked', 5), changed('state', 'done', 5)], 5, true, 'done'],
  ['after it was taken back', [changed('point', 'ticked', 5), changed('point', 'open', 7)], 8, false, 'not-selected'],
  ['and in between', [changed('point', 'ticked', 5), changed('point', 'open', 7)], 6, true, 'not-selected'],
  ['where the point stood in another issue then', [changed('point', 'ticked', 5, 'GGI-A-26')], 6, true, 'not-selected'],
  ['whatever another activity did', [changed('state', 'done', 5, 'GGI-A-26')], 6, false, 'not-selected'],
] as const)('a board is told as it stood %s', (_when, changes, day, isTicked, state) => {
  const [activity] = activitiesAt(TODAY, { changes, attestations: [] }, at(day));

  expect([activity?.points[0]?.isTicked, activity?.state]).toEqual([isTicked, state]);
});

test('who answered for a point then is told, and not who does since', () => {
  const attestations = [attested(9, '2027-01-01'), attested(3, '2026-12-01')];
  const untilOn = (day: number) =>
    activitiesAt(TODAY, { changes: [], attestations }, at(day))[0]?.points[0]?.attestation?.until ?? null;

  expect([2, 4, 10].map(untilOn)).toEqual([null, '2026-12-01', '2027-01-01']);
});
