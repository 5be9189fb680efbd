import { z } from 'zod';
import type { JsonValue } from '../core/json-value.ts';
import type { Board, BoardActivity, BoardPoint } from '../ggi/board/board.ts';
import { activityIssueKey } from '../ggi/board/keys.ts';
import { readTasks } from '../ggi/board/tasks.ts';
import type { AmendIssue, CreateIssue, RepositoryTarget } from './action.ts';
import { fingerprint } from './fingerprint.ts';

export interface BoardInput {
  readonly repository: RepositoryTarget;
  readonly isConfidential: boolean;
  readonly board: Board;
  /** Somebody asked for the board: what people deleted is filed again. */
  readonly isRequested: boolean;
  /** By the activity's id. */
  readonly standing: ReadonlyMap<string, StandingActivityIssue>;
  readonly isTicked: (key: string) => boolean;
  readonly render: {
    readonly issue: (activity: BoardActivity) => { readonly title: string; readonly body: string };
    readonly title: (activity: BoardActivity) => string;
    readonly point: (point: BoardPoint, isTicked: boolean) => string;
    readonly heading: string;
  };
  readonly labels: (activity: BoardActivity) => readonly string[];
}

/** An activity's issue, as it was just read, with what the store remembers of it. */
export interface StandingActivityIssue {
  readonly number: number;
  readonly isDeleted: boolean;
  readonly title: string;
  readonly body: string;
  readonly details: JsonValue;
}

/** What is kept with an activity's issue: which points it ever offered, and the title that we gave it. */
const Details = z.object({ points: z.array(z.string()), title: z.string() });

/**
 * Files the issues that there are not yet. Those that stand are people's: only a point that was never offered there is
 * put in, and a title that is still ours follows the configuration.
 */
export function planBoard(input: BoardInput): (CreateIssue | AmendIssue)[] {
  return input.board.activities.flatMap((activity): (CreateIssue | AmendIssue)[] => {
    const standing = input.standing.get(activity.id);
    if (standing === undefined) return [create(input, activity)];
    if (standing.isDeleted) return input.isRequested ? [create(input, activity)] : [];
    return amend(input, activity, standing);
  });
}

function create({ repository, isConfidential, render, labels }: BoardInput, activity: BoardActivity): CreateIssue {
  const text = render.issue(activity);
  return {
    kind: 'create-issue',
    repository,
    key: activityIssueKey(repository.repositoryId, activity.id),
    fingerprint: fingerprint(text),
    details: { points: activity.points.map(({ key }) => key), title: text.title },
    isConfidential,
    ...text,
    labels: labels(activity),
  };
}

function amend(
  { repository, render, isTicked }: BoardInput,
  activity: BoardActivity,
  { number, title, body, details }: StandingActivityIssue,
): AmendIssue[] {
  // Without a record of what it offered, it is taken for complete: nothing is put in that somebody may have taken out.
  const known = Details.safeParse(details).data;
  const wanted = render.title(activity);
  const offered = new Set(known?.points ?? activity.points.map(({ key }) => key));
  const there = new Set(readTasks(body).flatMap(({ keys }) => keys));
  const missing = activity.points.filter(({ key }) => !offered.has(key) && !there.has(key));
  const isOurTitle = known !== undefined && title === known.title && title !== wanted;
  if (missing.length === 0 && !isOurTitle) return [];
  const points = missing.map((point) => ({ key: point.key, line: render.point(point, isTicked(point.key)) }));
  const change = { points, title: isOurTitle ? { from: title, to: wanted } : null };
  return [
    {
      kind: 'amend-issue',
      repository,
      key: activityIssueKey(repository.repositoryId, activity.id),
      fingerprint: fingerprint(change),
      details: {
        points: [...new Set([...offered, ...activity.points.map(({ key }) => key)])],
        title: isOurTitle ? wanted : (known?.title ?? title),
      },
      number,
      ...change,
      heading: render.heading,
    },
  ];
}
