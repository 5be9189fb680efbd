import { outcomeAt } from '../outcome-history.ts';
import type { OrganizationReport } from './organization-report.ts';

/** Where something was mended since then, repository by repository. */
export interface Improvement {
  readonly repository: string;
  /** Ids. */
  readonly policies: readonly string[];
}

/** The repositories in which something was mended, by name: nobody is ahead of anybody. */
export function improvements({ records }: OrganizationReport): Improvement[] {
  const { histories, places, repositories } = records;
  const mended = histories.filter(
    (history) => outcomeAt(history, places.before) === 'fail' && outcomeAt(history, places.now) === 'pass',
  );
  const byRepository = Map.groupBy(mended, ({ repositoryId }) => repositoryId);
  return repositories.flatMap(({ repositoryId, repository }) => {
    const own = byRepository.get(repositoryId);
    return own === undefined ? [] : [{ repository, policies: own.map(({ policy }) => policy) }];
  });
}

/** Node ids of the pull requests from outside that were merged since then, the newest first. */
export function mergedFromOutside({ records, since }: OrganizationReport): string[] {
  return records.changeRequests
    .filter(({ isOutside, isMerged, closedAt }) => isOutside && isMerged && closedAt !== null && closedAt >= since)
    .toSorted((a, b) => ((a.closedAt ?? '') < (b.closedAt ?? '') ? 1 : -1))
    .map(({ nodeId }) => nodeId);
}
