import type { VerdictOutcome } from '../core/verdict.ts';
import { type OutcomeHistory, outcomeAt } from './outcome-history.ts';
import type { RepositoryRecord } from './repository-record.ts';

/** Repositories by policies: how each stands on each. */
export interface Matrix {
  /** Ids, in order. */
  readonly policies: readonly string[];
  readonly rows: readonly MatrixRow[];
}

export interface MatrixRow {
  readonly repositoryId: number;
  readonly repository: string;
  /** For each of the policies; null where it was not judged. */
  readonly outcomes: readonly (VerdictOutcome | null)[];
}

/** The repositories that were judged by anything at that moment, by name. */
export function matrixAt(
  repositories: readonly RepositoryRecord[],
  histories: readonly OutcomeHistory[],
  moment: number,
): Matrix {
  const judged = histories.filter((history) => outcomeAt(history, moment) !== null);
  const policies = [...new Set(judged.map(({ policy }) => policy))].sort();
  const byRepository = Map.groupBy(judged, ({ repositoryId }) => repositoryId);
  const rows = repositories.flatMap(({ repositoryId, owner, name }): MatrixRow[] => {
    const own = byRepository.get(repositoryId);
    if (own === undefined) return [];
    const outcomes = new Map(own.map((history) => [history.policy, outcomeAt(history, moment)]));
    const row = policies.map((policy) => outcomes.get(policy) ?? null);
    return [{ repositoryId, repository: `${owner}/${name}`, outcomes: row }];
  });
  return { policies, rows: rows.toSorted((a, b) => (a.repository < b.repository ? -1 : 1)) };
}
