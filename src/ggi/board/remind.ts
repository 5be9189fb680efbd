import { type ActivityProgress, coverageOf } from '../progress.ts';

/** How often somebody was reminded of an activity's target date, and when last. */
export interface Reminded {
  readonly count: number;
  /** ISO 8601. */
  readonly at: string | null;
}

const DAY = 86_400_000;

/**
 * The activities whose owners are to be reminded today: first so many days after the target date, then after twice as
 * many, and so on, ever more seldom. Whoever has no owner, or is done, is left alone.
 * @param now ISO 8601
 */
export function remindersDue(
  activities: readonly ActivityProgress[],
  reminded: ReadonlyMap<string, Reminded>,
  afterDays: number | null,
  now: string,
): ActivityProgress[] {
  if (afterDays === null) return [];
  return activities.filter(({ id, targetDate, owners, issue, state, points }) => {
    if (targetDate === null || owners.length === 0 || issue === null || !issue.isOpen || state === 'done') return false;
    const { met, total } = coverageOf(points, now.slice(0, 10));
    if (total > 0 && met === total) return false;
    const { count, at } = reminded.get(id) ?? { count: 0, at: null };
    const since = count === 0 || at === null ? Date.parse(targetDate) : Date.parse(at);
    return Date.parse(now) >= since + afterDays * 2 ** count * DAY;
  });
}
