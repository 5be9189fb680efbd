import type { Goal, PointPart } from './activity.ts';

/** Where people say an activity stands, by its label. */
export const STATES = ['not-selected', 'in-progress', 'done'] as const;
export type ActivityState = (typeof STATES)[number];

/** What somebody answers for, until a day. */
export interface Attestation {
  /** Of the point. */
  readonly key: string;
  /** Login of the person, as it was then; or `configuration`. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** The last day on which it holds, YYYY-MM-DD (UTC). */
  readonly until: string;
  /** A web address that shows it, where one was given. */
  readonly link: string | null;
  readonly note: string;
}

/**
 * The newest word on each point, by its key: whoever renews an attestation, or ends it sooner, does so by a new one. Of two
 * said at once the one that stands first counts.
 */
export function newestAttestations(attestations: readonly Attestation[]): Map<string, Attestation> {
  const newest = new Map<string, Attestation>();
  for (const attestation of attestations) {
    const known = newest.get(attestation.key);
    if (known === undefined || known.at < attestation.at) newest.set(attestation.key, attestation);
  }
  return newest;
}

/** How one point of the board stands with people. What a machine found is evidence, and elsewhere. */
export interface PointProgress {
  readonly key: string;
  readonly part: PointPart;
  readonly isTicked: boolean;
  /** When it was ticked or unticked last, ISO 8601; null where it never changed. */
  readonly changedAt: string | null;
  /** The newest one, whether or not it still holds. */
  readonly attestation: Attestation | null;
}

/** How one activity of the board stands with people. */
export interface ActivityProgress {
  readonly id: string;
  readonly goal: Goal;
  readonly title: string;
  /** Of its governance issue; null until there is one. */
  readonly issue: { readonly number: number; readonly url: string; readonly isOpen: boolean } | null;
  readonly state: ActivityState;
  /** When the state changed last, ISO 8601; null where it never did. */
  readonly stateChangedAt: string | null;
  readonly points: readonly PointProgress[];
  /** Tasks that people wrote themselves. */
  readonly ownTasks: { readonly done: number; readonly total: number };
  /** Logins of the issue's assignees. */
  readonly owners: readonly string[];
  /** YYYY-MM-DD. */
  readonly targetDate: string | null;
}

/** The whole board at one moment. */
export interface BoardProgress {
  /** ISO 8601: when it was read from GitHub. */
  readonly readAt: string;
  readonly activities: readonly ActivityProgress[];
}

/** Met: ticked by a person, or attested and not yet expired. */
export function isMet({ isTicked, attestation }: PointProgress, day: string): boolean {
  return isTicked || (attestation !== null && attestation.until >= day);
}

/** So many points are met, of so many. */
export interface Coverage {
  readonly met: number;
  readonly total: number;
}

/**
 * How much of an activity is met. Where its points are two ways to the same end, the one that is further counts: nobody
 * has to go both.
 * @param day today, YYYY-MM-DD (UTC)
 */
export function coverageOf(points: readonly PointProgress[], day: string): Coverage {
  const others = points.filter(({ part }) => part !== 'main' && part !== 'alternative');
  const count = (some: readonly PointProgress[]): Coverage => ({
    met: some.filter((point) => isMet(point, day)).length,
    total: some.length,
  });
  const ways = (['main', 'alternative'] as const)
    .map((part) => points.filter((point) => point.part === part))
    .filter((way) => way.length > 0)
    .map((way) => count([...way, ...others]));
  const [first = count(others), ...more] = ways;
  return more.reduce((best, way) => (shareOf(way) > shareOf(best) ? way : best), first);
}

/** Between 0 and 1. */
export function shareOf({ met, total }: Coverage): number {
  return total === 0 ? 0 : met / total;
}

/** Coverage of several activities together, each by the way that is further. */
export function sumCoverage(activities: readonly Pick<ActivityProgress, 'points'>[], day: string): Coverage {
  return activities
    .map(({ points }) => coverageOf(points, day))
    .reduce((sum, { met, total }) => ({ met: sum.met + met, total: sum.total + total }), { met: 0, total: 0 });
}
