import type { Finding } from '../core/finding.ts';
import type { Verdict } from '../core/verdict.ts';

/** What a pull request does to one policy's verdict. */
export interface VerdictChange {
  readonly verdict: Verdict;
  /** Failing findings that the pull request brings. */
  readonly broken: readonly Finding[];
  /** Failing findings that were there before: old debt, never held against the pull request. */
  readonly old: readonly Finding[];
}

export interface VerdictComparison {
  readonly broken: readonly VerdictChange[];
  readonly old: readonly VerdictChange[];
  /** Failed before, no longer fails: the pull request mends it. */
  readonly mended: readonly Verdict[];
  readonly unknown: readonly Verdict[];
}

/**
 * Tells what a pull request breaks from what was broken before.
 * @param before the verdicts on the base branch as it stands
 * @param after the verdicts on what the base branch would be once the pull request is merged
 */
export function compareVerdicts(before: readonly Verdict[], after: readonly Verdict[]): VerdictComparison {
  const unknownBefore = new Set(before.filter(({ outcome }) => outcome === 'unknown').map(({ policy }) => policy));
  const changes = after
    .filter(({ outcome, policy }) => outcome === 'fail' && !unknownBefore.has(policy))
    .map((verdict): VerdictChange => {
      const old = oldAmong(
        failures(verdict),
        before.filter(({ policy }) => policy === verdict.policy).flatMap(failures),
      );
      return { verdict, broken: failures(verdict).filter((finding) => !old.has(finding)), old: [...old] };
    });
  const failsAfter = new Set(after.filter(({ outcome }) => outcome === 'fail').map(({ policy }) => policy));
  const passesAfter = new Set(after.filter(({ outcome }) => outcome === 'pass').map(({ policy }) => policy));
  return {
    broken: changes.filter(({ broken }) => broken.length > 0),
    old: changes.filter(({ broken }) => broken.length === 0),
    mended: before.filter(
      ({ outcome, policy }) => outcome === 'fail' && !failsAfter.has(policy) && passesAfter.has(policy),
    ),
    unknown: after.filter(
      ({ outcome, policy }) => outcome === 'unknown' || (outcome === 'fail' && unknownBefore.has(policy)),
    ),
  };
}

function failures(verdict: Verdict): Finding[] {
  return verdict.findings.filter(({ outcome }) => outcome === 'fail');
}

/**
 * Which findings were there before: those that say the same of the same file, on whatever line; and as many of the others
 * as went away, since whoever moves a file moves its debts with it, and a poor policy in place of none is no new harm.
 */
function oldAmong(after: readonly Finding[], before: readonly Finding[]): Set<Finding> {
  const isSame = (a: Finding, b: Finding): boolean => a.code === b.code && a.path === b.path;
  const gone = before.filter((finding) => !after.some((other) => isSame(other, finding)));
  const takesThePlace = ({ code }: Finding): boolean => {
    const same = gone.findIndex((finding) => finding.code === code);
    return gone.splice(Math.max(same, 0), 1).length > 0;
  };
  return new Set(after.filter((finding) => before.some((other) => isSame(other, finding)) || takesThePlace(finding)));
}
