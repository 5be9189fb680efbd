import { describe, expect, test } from '@jest/globals';
import { NO_BOARD } from '../../../src/ggi/board/settings.ts';
import { firstLabels, readState, type SaidState } from '../../../src/ggi/board/state.ts';
import type { ActivityState } from '../../../src/ggi/progress.ts';

const { labels } = NO_BOARD;
const NOT = labels.progress['not-selected'];
const IN = labels.progress['in-progress'];
const DONE = labels.progress.done;

describe('where people say that an activity stands', () => {
  const seen = (state: ActivityState, ...said: ActivityState[]): SaidState => ({ state, said });
  test.each<{
    name: string;
    on: string[];
    before?: SaidState;
    closed?: 'completed' | 'not_planned' | 'open';
    state: ActivityState;
  }>([
    { name: 'its one label', on: ['bug', IN], state: 'in-progress' },
    { name: 'no label', on: [], state: 'not-selected' },
    { name: 'in any letters', on: ['Progress: DONE '], state: 'done' },
    {
      name: 'of two, the one that is new',
      on: [NOT, IN],
      before: seen('not-selected', 'not-selected'),
      state: 'in-progress',
    },
    {
      name: 'of two, the one that is new, also backwards',
      on: [DONE, IN],
      before: seen('done', 'done'),
      state: 'in-progress',
    },
    {
      name: 'of two old ones, as before',
      on: [DONE, IN],
      before: seen('in-progress', 'in-progress', 'done'),
      state: 'in-progress',
    },
    {
      name: 'of three, the furthest that is new',
      on: [NOT, IN, DONE],
      before: seen('not-selected', 'not-selected'),
      state: 'done',
    },
    { name: 'of two that were never seen, the furthest', on: [NOT, IN], state: 'in-progress' },
    {
      name: 'one that is left after the newer was taken off',
      on: [NOT],
      before: seen('done', 'not-selected', 'done'),
      state: 'not-selected',
    },
    { name: 'the labels of my-ggi-board', on: ['In Progress', 'Trust Goal'], state: 'in-progress' },
    { name: 'closed as done', on: [IN], closed: 'completed', state: 'done' },
    { name: 'closed as not planned', on: [IN], closed: 'not_planned', state: 'not-selected' },
  ])('$name', ({ on, before = null, closed = 'open', state }) => {
    const issue = { labels: on, isOpen: closed === 'open', closedAs: closed === 'open' ? null : closed };
    expect(readState(issue, labels, before).state).toBe(state);
  });
});

test('an issue is opened with its goal, its roles and “not selected”', () => {
  expect(firstLabels({ goal: 'trust', roles: ['developer', 'team-leader'] }, labels, 'not-selected')).toEqual([
    'goal: trust',
    'role: developer',
    'role: team leader',
    'progress: not selected',
  ]);
});
