import { ACTIVITIES, type ActivityId } from '../activities.ts';
import { activityOfPoint } from '../handbook.ts';
import { type BoardProgress, type Coverage, coverageOf } from '../progress.ts';

/**
 * How much of each of the handbook's activities is met, whichever issue its points stand in. What the organisation added
 * of its own is left out: it would tell whose it is, and nobody has anything to compare it with.
 */
export function coverageByActivity(
  { activities }: Pick<BoardProgress, 'activities'>,
  day: string,
): (Coverage & { readonly id: ActivityId })[] {
  const points = activities.flatMap((activity) => activity.points);
  return ACTIVITIES.flatMap(({ id }) => {
    const own = points.filter(({ key }) => activityOfPoint(key)?.id === id);
    return own.length === 0 ? [] : [{ id, ...coverageOf(own, day) }];
  });
}
