import { matchesGlob } from '../config/glob.ts';
import type { Configuration } from '../config/read-configuration.ts';
import type { Exemption } from '../core/exemption.ts';
import type { RepositoryRecord } from './repository-record.ts';
import { daysUntil, type Window } from './window.ts';

/** An exemption that holds, or ended not long ago, for a repository. */
export interface ExemptionRecord extends Exemption {
  readonly repositoryId: number;
  /** Days until its last day; negative once that is over. */
  readonly daysLeft: number;
}

/**
 * The exemptions whose last day is near: from so many days ago to so many days ahead, the one that ends first coming
 * first. Where several excuse the same, only the one that holds the longest counts.
 */
export function exemptionsAround(
  layers: readonly Pick<Configuration, 'exemptions'>[],
  repositories: readonly RepositoryRecord[],
  { today, ago, ahead }: Window,
): ExemptionRecord[] {
  const longest = new Map<string, ExemptionRecord>();
  for (const { policy, repositories: patterns, reason, approver, until } of layers.flatMap((l) => l.exemptions)) {
    const daysLeft = daysUntil(until, { today });
    for (const { repositoryId, name } of repositories) {
      if (!patterns.some((pattern) => matchesGlob(pattern, name))) continue;
      const key = `${repositoryId} ${policy}`;
      const known = longest.get(key);
      if (known !== undefined && known.daysLeft >= daysLeft) continue;
      longest.set(key, { repositoryId, policy, reason, approver, until, daysLeft });
    }
  }
  return [...longest.values()]
    .filter(({ daysLeft }) => daysLeft >= -ago && daysLeft <= ahead)
    .toSorted((a, b) => a.daysLeft - b.daysLeft || a.repositoryId - b.repositoryId || (a.policy < b.policy ? -1 : 1));
}
