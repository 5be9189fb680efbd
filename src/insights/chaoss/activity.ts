/** What happened around a repository within a year, as it was read at one moment. Names nobody. */
export interface Activity {
  readonly repositoryId: number;
  /** ISO 8601. */
  readonly readAt: string;
  /** The newest change requests, oldest last; those that programs opened are left out. */
  readonly changeRequests: readonly ChangeRequest[];
  /** Releases that are no drafts, newest first. */
  readonly releases: readonly Release[];
  /** How many of the newest commits of the default branch each person made, the most first; programs are left out. */
  readonly commits: readonly number[];
  /** What was more than is read: then the figures rest on the newest ones alone. */
  readonly isCut: { readonly changeRequests: boolean; readonly releases: boolean; readonly commits: boolean };
}

/** A pull request, in CHAOSS's words. */
export interface ChangeRequest {
  /** GitHub's GraphQL id. */
  readonly nodeId: string;
  readonly number: number;
  /** By somebody who does not belong to the organisation. */
  readonly isOutside: boolean;
  /** ISO 8601. */
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly isMerged: boolean;
  /** When a person other than the author first answered: a comment, a review, or its merge. */
  readonly firstResponseAt: string | null;
}

export interface Release {
  readonly name: string;
  /** ISO 8601. */
  readonly publishedAt: string;
}

/** From one moment to another; the end is exclusive. ISO 8601. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export function isWithin(at: string, { from, to }: Period): boolean {
  return at >= from && at < to;
}

/** A change request, and where it was opened. */
export interface PlacedChangeRequest extends ChangeRequest {
  readonly repositoryId: number;
}

/** Those that were opened within a period, the longest ago first. */
export function openedWithin(activities: readonly Activity[], period: Period): PlacedChangeRequest[] {
  return activities
    .flatMap(({ repositoryId, changeRequests }) => changeRequests.map((request) => ({ ...request, repositoryId })))
    .filter(({ openedAt }) => isWithin(openedAt, period))
    .toSorted((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
}
