import { type Activity, isWithin, type Period } from './activity.ts';

export interface ReleaseFrequency {
  /** Releases within the period. */
  readonly releases: number;
  /** Repositories with at least one of them. */
  readonly repositories: number;
}

/**
 * Release Frequency: how many releases there were in a period.
 * @see https://chaoss.community/kb/metric-release-frequency/
 */
export function releaseFrequency(activities: readonly Activity[], period: Period): ReleaseFrequency {
  const counts = activities.map(
    ({ releases }) => releases.filter(({ publishedAt }) => isWithin(publishedAt, period)).length,
  );
  return {
    releases: counts.reduce((sum, count) => sum + count, 0),
    repositories: counts.filter((count) => count > 0).length,
  };
}
