import { ACTIVITIES, type ActivityId, type PointKey } from './activities.ts';
import type { Activity, Goal, Point } from './activity.ts';

/** The edition that `ACTIVITIES` follows. */
export const HANDBOOK_VERSION = '1.3';

export const HANDBOOK = {
  name: 'Good Governance Initiative handbook',
  publisher: 'OW2 and the OSPO Alliance',
  url: 'https://ospo-alliance.org/ggi/',
  license: 'CC-BY-4.0',
  licenseUrl: 'https://creativecommons.org/licenses/by/4.0/',
} as const;

const BY_ID = new Map<string, Activity & { readonly id: ActivityId }>(
  ACTIVITIES.map((activity) => [activity.id, activity]),
);
const ACTIVITY_OF_POINT = new Map<string, Activity & { readonly id: ActivityId }>(
  ACTIVITIES.flatMap((activity) => activity.points.map(({ key }) => [key, activity] as const)),
);

/** The handbook's activity of this id, or undefined where it has none. */
export function findActivity(id: string): (Activity & { readonly id: ActivityId }) | undefined {
  return BY_ID.get(id);
}

/** The activity to which a point of the handbook belongs. */
export function activityOfPoint(key: string): (Activity & { readonly id: ActivityId }) | undefined {
  return ACTIVITY_OF_POINT.get(key);
}

/** The handbook's point of this key. */
export function findPoint(key: string): Point | undefined {
  return ACTIVITY_OF_POINT.get(key)?.points.find((point) => point.key === key);
}

export function activitiesOf(goal: Goal): readonly Activity[] {
  return ACTIVITIES.filter((activity) => activity.goal === goal);
}

/** An activity's page in the handbook. */
export function handbookUrl({ slug }: Pick<Activity, 'slug'>): string {
  return `${HANDBOOK.url}activities/${slug}/`;
}

/**
 * The points of an activity as earlier editions numbered them, for boards that were made from one. Only GGI-A-21 differs:
 * 1.2 asked for the licence check twice, and the second time was dropped (null).
 */
export function pointsOfEdition(id: ActivityId, edition: '1.2' | '1.3'): readonly (PointKey | null)[] {
  const points: readonly PointKey[] =
    ACTIVITIES.find((activity) => activity.id === id)?.points.map(({ key }) => key) ?? [];
  return id === 'GGI-A-21' && edition === '1.2' ? [...points.slice(0, 4), null, ...points.slice(4)] : points;
}
