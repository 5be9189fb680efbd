import type { Goal } from '../ggi/activity.ts';
import { goalKey, placeKey } from '../ggi/board/keys.ts';
import type { CreateIssue, CreateMilestone, PlaceIssue, RepositoryTarget } from './action.ts';
import { fingerprint } from './fingerprint.ts';

/** By what the activities of a goal are held together: by sub-issues of one issue, or by a milestone. */
export type GoalWay = 'issue' | 'milestone';

/** What a goal's activities stand under. */
export interface StandingGoal {
  readonly way: GoalWay;
  readonly number: number;
  readonly isDeleted: boolean;
}

export interface GoalsInput {
  readonly repository: RepositoryTarget;
  readonly isConfidential: boolean;
  /** Goals of which the board has an activity, in its order. */
  readonly goals: readonly Goal[];
  readonly standing: ReadonlyMap<Goal, StandingGoal>;
  /** For those that do not stand yet. */
  readonly way: GoalWay;
  /** Somebody asked for the board: what people deleted is made again. */
  readonly isRequested: boolean;
  readonly render: (goal: Goal, way: GoalWay) => { readonly title: string; readonly body: string };
  readonly label: (goal: Goal) => string;
}

/** Makes what activities of a goal are put under, once; what stands in it is people's from then on. */
export function planGoals(input: GoalsInput): (CreateIssue | CreateMilestone)[] {
  const { repository, isConfidential, goals, standing, way, isRequested, render, label } = input;
  return goals.flatMap((goal): (CreateIssue | CreateMilestone)[] => {
    const one = standing.get(goal);
    if (one !== undefined && !(one.isDeleted && isRequested)) return [];
    const text = render(goal, way);
    const frame = {
      repository,
      key: goalKey(repository.repositoryId, goal),
      fingerprint: fingerprint(text),
      details: { way },
      isConfidential,
      ...text,
    };
    if (way === 'milestone') return [{ kind: 'create-milestone', ...frame }];
    return [{ kind: 'create-issue', ...frame, labels: [label(goal)] }];
  });
}

/** An activity's issue that stands. */
export interface PlaceableIssue {
  readonly id: string;
  readonly goal: Goal;
  readonly number: number;
  /** By which GitHub knows it. */
  readonly issueId: number;
}

export interface PlacesInput {
  readonly repository: RepositoryTarget;
  readonly issues: readonly PlaceableIssue[];
  readonly standing: ReadonlyMap<Goal, StandingGoal>;
  /** Keys of those that were put under their goal before: where people have put them since, they stay. */
  readonly placed: ReadonlySet<string>;
}

/** Puts each activity's issue under its goal, once. */
export function planPlaces({ repository, issues, standing, placed }: PlacesInput): PlaceIssue[] {
  return issues.flatMap(({ id, goal, number, issueId }): PlaceIssue[] => {
    const key = placeKey(repository.repositoryId, id, issueId);
    const above = standing.get(goal);
    if (above === undefined || above.isDeleted || placed.has(key)) return [];
    const under = { kind: above.way, number: above.number };
    return [
      {
        kind: 'place-issue',
        repository,
        key,
        fingerprint: fingerprint(under),
        details: {},
        number,
        under,
      },
    ];
  });
}
