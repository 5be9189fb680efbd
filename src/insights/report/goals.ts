import { ACTIVITIES } from '../../ggi/activities.ts';
import { GOALS, type Goal } from '../../ggi/activity.ts';
import type { EvidenceOutcome } from '../../ggi/evidence/evidence.ts';
import { type BoardProgress, type Coverage, sumCoverage } from '../../ggi/progress.ts';

/** How far an organisation is with one of the five goals. */
export interface GoalStanding {
  readonly goal: Goal;
  /** Verification points that people ticked or attest. */
  readonly points: Coverage;
  readonly activities: { readonly total: number; readonly inProgress: number; readonly done: number };
  /** Points for which, and against which, something was measured. It ticks nothing. */
  readonly evidence: { readonly supported: number; readonly contradicted: number };
}

/** What was measured for one point of the handbook. */
export interface MeasuredPoint {
  readonly key: string;
  readonly outcome: EvidenceOutcome;
}

const GOAL_OF = new Map<string, Goal>(ACTIVITIES.flatMap(({ goal, points }) => points.map(({ key }) => [key, goal])));

/**
 * In the handbook's order; goals of which the board has no activity are left out.
 * @param day YYYY-MM-DD (UTC)
 */
export function goalStandings(
  { activities }: BoardProgress,
  measured: readonly MeasuredPoint[],
  day: string,
): GoalStanding[] {
  return GOALS.flatMap((goal) => {
    const own = activities.filter((activity) => activity.goal === goal);
    if (own.length === 0) return [];
    const inState = (state: 'in-progress' | 'done') => own.filter((activity) => activity.state === state).length;
    const withOutcome = (outcome: EvidenceOutcome) =>
      measured.filter((point) => point.outcome === outcome && GOAL_OF.get(point.key) === goal).length;
    return [
      {
        goal,
        points: sumCoverage(own, day),
        activities: { total: own.length, inProgress: inState('in-progress'), done: inState('done') },
        evidence: { supported: withOutcome('supported'), contradicted: withOutcome('contradicted') },
      },
    ];
  });
}
