import { GOALS, type Goal } from '../activity.ts';
import type { PointStanding, PointState } from '../evidence/standing.ts';
import { type ActivityProgress, type ActivityState, STATES } from '../progress.ts';

/** What a project shows of each activity. */
export const PROJECT_FIELDS = ['progress', 'goal', 'owner', 'target', 'evidence'] as const;
export type ProjectField = (typeof PROJECT_FIELDS)[number];

/** How GitHub holds each. */
export const PROJECT_FIELD_TYPES = {
  progress: 'choice',
  goal: 'choice',
  owner: 'text',
  target: 'day',
  evidence: 'text',
} as const satisfies Readonly<Record<ProjectField, 'choice' | 'text' | 'day'>>;

/** What may be chosen. */
export const PROJECT_CHOICES = { progress: STATES, goal: GOALS } as const;

/** What a project shows of one activity. */
export interface ProjectRow {
  readonly progress: ActivityState;
  readonly goal: Goal;
  /** Logins. */
  readonly owners: readonly string[];
  /** YYYY-MM-DD. */
  readonly target: string | null;
  /** How many points are so; those of which nothing is known left out, and those that are not for everybody. */
  readonly evidence: ReadonlyMap<Exclude<PointState, 'no-evidence'>, number>;
}

const TOLD = ['supported', 'attested', 'contradicted'] as const;

/**
 * What a project shows of an activity. People decide on GitHub who may see a project, so that restricted points are
 * never counted in it.
 */
export function projectRow(
  { state, goal, owners, targetDate }: Pick<ActivityProgress, 'state' | 'goal' | 'owners' | 'targetDate'>,
  standings: readonly PointStanding[],
): ProjectRow {
  const open = standings.filter(({ measurement }) => measurement?.isRestricted !== true);
  const counts = TOLD.map((one) => [one, open.filter((point) => point.state === one).length] as const);
  return {
    progress: state,
    goal,
    owners,
    target: targetDate,
    evidence: new Map(counts.filter(([, count]) => count > 0)),
  };
}
