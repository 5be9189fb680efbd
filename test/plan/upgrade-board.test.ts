import { describe, expect, test } from '@jest/globals';
import { addPoints } from '../../src/ggi/board/add-points.ts';
import type { Board, BoardActivity } from '../../src/ggi/board/board.ts';
import { pointMark } from '../../src/ggi/board/tasks.ts';
import { pointsOfEdition } from '../../src/ggi/handbook.ts';
import { planBoard, type StandingActivityIssue } from '../../src/plan/plan-board.ts';
import { governanceTitle, renderAddedHeading, renderPoint } from '../../src/report/governance-issue.ts';
import { wordsIn } from '../../src/report/words.ts';
import { aBoard, opened, TEXTS, ticked } from '../ggi/board/on-paper.ts';

const BOARD = aBoard();
const WORDS = wordsIn('en', TEXTS.catalogues);
/** What edition 1.2 asked, and 1.3 no more. */
const DROPPED = 'licence-check-offered-again';
const OLD_TITLE = 'GGI-A-28: HR perspective';

/** As people left it: every point ticked, words of their own, and a task of their own. */
function lived(body: string): string {
  return `Our words.\n${body.replaceAll('- [ ]', '- [X]')}\n- [x] ours\n`;
}

const keysOf = ({ points }: BoardActivity) => points.map(({ key }) => key);

/** An issue that was filed from edition 1.2. */
function filedFrom12(activity: BoardActivity): StandingActivityIssue {
  const keys = pointsOfEdition(activity.id as Parameters<typeof pointsOfEdition>[0], '1.2');
  const { title, body } = opened(activity);
  const second = keys.includes(null) ? `- [ ] Is the licence check offered again? ${pointMark(DROPPED)}\n` : '';
  return {
    number: 1,
    isDeleted: false,
    title: activity.id === 'GGI-A-28' ? OLD_TITLE : title,
    body: lived(`${body}${second}`),
    details: {
      points: keys.map((key) => key ?? DROPPED),
      title: activity.id === 'GGI-A-28' ? OLD_TITLE : title,
    },
  };
}

function plan(standing: ReadonlyMap<string, StandingActivityIssue>, board: Board = BOARD) {
  return planBoard({
    repository: { repositoryId: 1, owner: 'city', name: 'office' },
    isConfidential: true,
    board,
    isRequested: false,
    standing,
    isTicked: () => false,
    labels: () => [],
    render: {
      issue: (activity) => opened(activity, board),
      title: governanceTitle,
      point: (point, isTicked) => renderPoint(WORDS, point, isTicked),
      heading: renderAddedHeading(WORDS),
    },
  });
}

const board12 = () => new Map(BOARD.activities.map((activity) => [activity.id, filedFrom12(activity)]));

describe('a living board of edition 1.2', () => {
  test('is given the title that changed, and no body of it is touched', () => {
    expect(plan(board12())).toEqual([
      expect.objectContaining({
        kind: 'amend-issue',
        points: [],
        title: { from: OLD_TITLE, to: 'GGI-A-28: Human Resources perspective' },
      }),
    ]);
  });

  test('keeps a title that people changed', () => {
    const standing = board12();
    const one = standing.get('GGI-A-28');
    if (one !== undefined) standing.set('GGI-A-28', { ...one, title: 'Personnel' });
    expect(plan(standing)).toEqual([]);
  });

  test.each(BOARD.activities.map((activity) => [activity.id, activity] as const))(
    'keeps the ticks of %s',
    (_, activity) => {
      expect(ticked(filedFrom12(activity).body, activity).toSorted()).toEqual(keysOf(activity).toSorted());
    },
  );

  test('offers what is new in an edition once, below what stands, and takes no word of people away', () => {
    const standing = new Map(
      BOARD.activities.map((activity): [string, StandingActivityIssue] => {
        const one = filedFrom12(activity);
        const [fresh = ''] = keysOf(activity);
        const body = one.body
          .split('\n')
          .filter((line) => !line.includes(pointMark(fresh)))
          .join('\n');
        const points = keysOf(activity).slice(1);
        return [
          activity.id,
          { ...one, body, title: governanceTitle(activity), details: { points, title: governanceTitle(activity) } },
        ];
      }),
    );
    const actions = plan(standing);
    expect(actions).toHaveLength(25);
    for (const [index, activity] of BOARD.activities.entries()) {
      const action = actions[index];
      if (action?.kind !== 'amend-issue') throw new Error(`${activity.id} is not amended`);
      expect(action.points.map(({ key }) => key)).toEqual(keysOf(activity).slice(0, 1));
      const before = standing.get(activity.id)?.body ?? '';
      const after = addPoints(before, action.points, action.heading);
      const added = action.points.map(({ line }) => line);
      expect(after.split('\n').filter((line) => !added.includes(line.replace('\r', '')))).toEqual(
        expect.arrayContaining(before.split('\n')),
      );
      expect(ticked(after, activity).toSorted()).toEqual(keysOf(activity).slice(1).toSorted());
      // Once offered, it is never put in again: whoever takes it out is not contradicted.
      standing.set(activity.id, {
        ...filedFrom12(activity),
        body: before,
        title: governanceTitle(activity),
        details: action.details,
      });
    }
    expect(plan(standing)).toEqual([]);
  });
});
