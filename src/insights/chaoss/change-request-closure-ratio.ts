import { type Activity, isWithin, openedWithin, type Period } from './activity.ts';

export interface ChangeRequestClosureRatio {
  readonly opened: number;
  /** Closed within the period, merged or not, whenever they were opened. */
  readonly closed: number;
  /** Closed ÷ opened: 1 keeps up, less falls behind, more catches up. null where none was opened. */
  readonly ratio: number | null;
}

/**
 * Change Request Closure Ratio: change requests closed in a period, to those opened in it. Those of programs are left
 * out.
 * @see https://chaoss.community/kb/metric-change-request-closure-ratio/
 */
export function changeRequestClosureRatio(activities: readonly Activity[], period: Period): ChangeRequestClosureRatio {
  const opened = openedWithin(activities, period).length;
  const closed = activities
    .flatMap(({ changeRequests }) => changeRequests)
    .filter(({ closedAt }) => closedAt !== null && isWithin(closedAt, period)).length;
  return { opened, closed, ratio: opened === 0 ? null : closed / opened };
}
