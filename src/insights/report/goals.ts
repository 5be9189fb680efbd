import { GOALS, type Goal } from '../../ggi/activity.ts';
import type { EvidenceOutcome } from '../../ggi/evidence/evidence.ts';
import { type Coverage, sumCoverage } from '../../ggi/progress.ts';
import type { BoardOn } from './board-changes.ts';

/** How far an organisation is with one of the five goals. */
export interface GoalStanding {
  readonly goal: Goal;
  /** Verification points that people ticked or attest. */
  readonly points: Coverage;
  /** The same when the comparison begins. */
  readonly before: Coverage;
  readonly activities: { readonly total: number; readonly inProgress: number; readonly done: number };
  /** Points for which, and against which, something was measured. It ticks nothing. */
  readonly evidence: { readonly supported: number; readonly contradicted: number };
}

/** What was measured for one point of the handbook. */
export interface MeasuredPoint {
  readonly key: string;
  readonly outcome: EvidenceOutcome;
}

/** In the handbook's order; goals of which the board has no activity are left out. */
export function goalStandings(
  { activities, day }: BoardOn,
  before: BoardOn,
  measured: readonly MeasuredPoint[],
): GoalStanding[] {
  return GOALS.flatMap((goal) => {
    const own = activities.filter((activity) => activity.goal === goal);
    if (own.length === 0) return [];
    const inState = (state: 'in-progress' | 'done') => own.filter((activity) => activity.state === state).length;
    // What the board dropped counts for no goal, and what was taken into another activity for that one's.
    const keys = new Set(own.flatMap(({ points }) => points.map(({ key }) => key)));
    const withOutcome = (outcome: EvidenceOutcome) =>
      measured.filter((point) => point.outcome === outcome && keys.has(point.key)).length;
    return [
      {
        goal,
        points: sumCoverage(own, day),
        before: sumCoverage(
          before.activities.filter((activity) => activity.goal === goal),
          before.day,
        ),
        activities: { total: own.length, inProgress: inState('in-progress'), done: inState('done') },
        evidence: { supported: withOutcome('supported'), contradicted: withOutcome('contradicted') },
      },
    ];
  });
}
