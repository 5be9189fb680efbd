import { GOALS, type Goal } from '../../ggi/activity.ts';
import { type BoardProgress, type Coverage, sumCoverage } from '../../ggi/progress.ts';

/** How far an organisation is with one of the five goals, by what people ticked and attest. */
export interface GoalStanding {
  readonly goal: Goal;
  /** Verification points. */
  readonly points: Coverage;
  readonly activities: { readonly total: number; readonly inProgress: number; readonly done: number };
}

/** In the handbook's order; goals of which the board has no activity are left out. @param day YYYY-MM-DD (UTC) */
export function goalStandings({ activities }: BoardProgress, day: string): GoalStanding[] {
  return GOALS.flatMap((goal) => {
    const own = activities.filter((activity) => activity.goal === goal);
    if (own.length === 0) return [];
    const count = (state: 'in-progress' | 'done') => own.filter((activity) => activity.state === state).length;
    return [
      {
        goal,
        points: sumCoverage(own, day),
        activities: { total: own.length, inProgress: count('in-progress'), done: count('done') },
      },
    ];
  });
}
