import type { Severity } from '../core/verdict.ts';
import { type OutcomeHistory, outcomeAt } from './outcome-history.ts';

/** A policy that stands otherwise on a repository than it did. */
export interface PolicyChange {
  readonly repositoryId: number;
  readonly policy: string;
  readonly severity: Severity;
  /** `mended`: it failed and is met now. `broken`: it was met and fails now. `found`: it was not judged and fails now. */
  readonly kind: 'mended' | 'broken' | 'found';
}

/** What became better or worse between two moments. What could not be found out at either counts as neither. */
export function changesBetween(histories: readonly OutcomeHistory[], from: number, to: number): PolicyChange[] {
  return histories.flatMap((history) => {
    const kind = kindOf(outcomeAt(history, from), outcomeAt(history, to));
    const { repositoryId, policy, severity } = history;
    return kind === null ? [] : [{ repositoryId, policy, severity, kind }];
  });
}

type Outcome = ReturnType<typeof outcomeAt>;

function kindOf(before: Outcome, after: Outcome): PolicyChange['kind'] | null {
  if (before === 'fail' && after === 'pass') return 'mended';
  if (after !== 'fail') return null;
  if (before === 'pass') return 'broken';
  return before === null ? 'found' : null;
}
