import type { EarlierActivity } from '../../ggi/board/progress-at.ts';
import { isMet, type PointProgress } from '../../ggi/progress.ts';

/** What people changed of one activity. */
export interface ActivityChange {
  readonly id: string;
  readonly title: string;
  /** Of its issue; null where there is none. */
  readonly url: string | null;
  /** Keys of the points that are met now and were not then. */
  readonly met: readonly string[];
  /** Keys of the points that were met then and are no longer. */
  readonly lost: readonly string[];
}

/** A board, and the day (YYYY-MM-DD, UTC) on which it stood so. */
export interface BoardOn {
  readonly day: string;
  readonly activities: readonly EarlierActivity[];
}

/** The activities of which points came to be met, or are met no longer, in the board's order. */
export function boardChanges(before: BoardOn, now: BoardOn): ActivityChange[] {
  const then = new Set(keysThat(before, (point) => isMet(point, before.day)));
  return now.activities.flatMap((activity): ActivityChange[] => {
    const of = (isWanted: (isMetNow: boolean, wasMet: boolean) => boolean) =>
      activity.points
        .filter((point) => isWanted(isMet(point, now.day), then.has(point.key)))
        .map(({ key }: PointProgress) => key);
    const met = of((isMetNow, wasMet) => isMetNow && !wasMet);
    const lost = of((isMetNow, wasMet) => !isMetNow && wasMet);
    if (met.length + lost.length === 0) return [];
    return [{ id: activity.id, title: activity.title, url: activity.issue?.url ?? null, met, lost }];
  });
}

function keysThat({ activities }: BoardOn, isWanted: (point: PointProgress) => boolean): string[] {
  return activities.flatMap(({ points }) => points.filter(isWanted).map(({ key }) => key));
}
