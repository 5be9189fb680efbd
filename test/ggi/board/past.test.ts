import { describe, expect, test } from '@jest/globals';
import { type IssueEvent, mergeChanges, pastOf } from '../../../src/ggi/board/past.ts';
import { NO_BOARD } from '../../../src/ggi/board/settings.ts';

const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T10:00:00.000Z`;
const put = (day: number, label: string): IssueEvent => ({ at: at(day), kind: 'labeled', label });
const take = (day: number, label: string): IssueEvent => ({ at: at(day), kind: 'unlabeled', label });
const close = (day: number, as: 'completed' | 'not_planned'): IssueEvent => ({ at: at(day), kind: 'closed', as });
const reopen = (day: number): IssueEvent => ({ at: at(day), kind: 'reopened' });

/** `a b` are ticked in it; `?` cannot be read. */
const ticksIn = (body: string) =>
  body === '?' ? null : new Map(['a', 'b'].map((key) => [key, body.split(' ').includes(key)]));

function live(events: readonly IssueEvent[], bodies: readonly (readonly [day: number, body: string])[] = []) {
  const history = { nodeId: 'I_1', events, bodies: bodies.map(([day, body]) => ({ at: at(day), body })) };
  return pastOf({ activity: 'GGI-A-21', history, labels: NO_BOARD.labels, ticksIn });
}

describe('an issue’s past', () => {
  test.each<[name: string, events: readonly IssueEvent[], states: string[]]>([
    ['of nothing', [], []],
    ['a label of ours', [put(1, 'progress: in progress')], ['1 in-progress']],
    ['a label of my-ggi-board', [put(1, 'Not Selected'), put(2, 'In Progress')], ['2 in-progress']],
    [
      'one label after the other',
      [put(1, 'In Progress'), put(2, 'Done'), take(2, 'In Progress'), take(3, 'Done')],
      ['1 in-progress', '2 done', '3 not-selected'],
    ],
    ['closed as done, and opened again', [close(1, 'completed'), reopen(2)], ['1 done', '2 not-selected']],
    ['closed as not planned', [put(1, 'Done'), close(2, 'not_planned')], ['1 done', '2 not-selected']],
    ['labels that say nothing of it', [put(1, 'Culture Goal')], []],
  ])('%s', (_name, events, states) => {
    const { changes, activity } = live(events);
    expect(changes.map((one) => `${Number(one.at.slice(8, 10))} ${one.value}`)).toEqual(states);
    expect(activity.state).toBe(states.at(-1)?.split(' ')[1] ?? 'not-selected');
    expect(activity.stateChangedAt).toBe(changes.at(-1)?.at ?? null);
  });

  test('what was ticked, and taken back, has its days; a body that cannot be read changes nothing', () => {
    const { changes, points } = live(
      [],
      [
        [1, ''],
        [2, 'a'],
        [3, '?'],
        [4, 'a b'],
        [5, 'b'],
      ],
    );
    expect(changes.map(({ key, value, at: when }) => [key, value, when])).toEqual([
      ['a', 'ticked', at(2)],
      ['b', 'ticked', at(4)],
      ['a', 'open', at(5)],
    ]);
    expect(Object.fromEntries(points)).toEqual({
      a: { isTicked: false, changedAt: at(5) },
      b: { isTicked: true, changedAt: at(4) },
    });
  });

  test('of two issues for one activity says each change once', () => {
    const two = [
      ...live([put(1, 'In Progress')], [[2, 'a']]).changes,
      ...live([put(3, 'In Progress')], [[4, 'a']]).changes,
    ];
    expect(mergeChanges(two).map(({ value, at: when }) => [value, when])).toEqual([
      ['in-progress', at(1)],
      ['ticked', at(2)],
    ]);
  });
});
