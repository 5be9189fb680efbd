import { type Activity, openedWithin, type Period } from './activity.ts';

export interface TimeToFirstResponse {
  /** Opened within the period. */
  readonly opened: number;
  /** Of those, answered so far. */
  readonly answered: number;
  /** Hours, of those that were answered; null where none was. */
  readonly medianHours: number | null;
  /** Still open and not answered: they are no part of the median, which would look better for it. */
  readonly waiting: number;
}

const HOUR = 3_600_000;

/**
 * Time to First Response: how long passes between the opening of a change request and the first answer of a person who
 * is not its author. Programs neither ask nor answer.
 * @param outsideOnly only those of people from outside
 * @see https://chaoss.community/kb/metric-time-to-first-response/
 */
export function timeToFirstResponse(
  activities: readonly Activity[],
  period: Period,
  { outsideOnly = false } = {},
): TimeToFirstResponse {
  const opened = openedWithin(activities, period).filter(({ isOutside }) => isOutside || !outsideOnly);
  const hours = opened.flatMap(({ openedAt, firstResponseAt }) =>
    firstResponseAt === null ? [] : [(Date.parse(firstResponseAt) - Date.parse(openedAt)) / HOUR],
  );
  const waiting = opened.filter(({ firstResponseAt, closedAt }) => firstResponseAt === null && closedAt === null);
  return { opened: opened.length, answered: hours.length, medianHours: medianOf(hours), waiting: waiting.length };
}

/** @returns null of nothing */
export function medianOf(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
