import type { ContributionReport } from '../check-commits.ts';
import type { Commit } from '../commit.ts';
import { type ContributionCode, type ContributionFinding, finding, verdictOf } from '../finding.ts';
import type { AgreementReport } from './judge-agreements.ts';

/** What a sign-off would mend: of all that fails, only this may a signature make up for. */
const SIGN_OFF_LACKS: ReadonlySet<ContributionCode> = new Set<ContributionCode>([
  'no-sign-off',
  'sign-off-of-another',
  'sign-off-not-at-the-end',
  'malformed-sign-off',
  'name-differs',
  'message-too-large',
  'incomplete-author',
  'unproved-member',
  'co-author-without-sign-off',
]);

/** What no signature makes up for: it is open whose the sign-off is, or who could give it. */
const SIGN_OFF_DOUBTS: ReadonlySet<ContributionCode> = new Set<ContributionCode>([
  'unproved-bot',
  'agent-needs-person',
  'impersonation-suspect',
]);

/** Whether a commit lacks a sign-off that counts, where sign-offs are asked for. */
export function lacksSignOff({ outcome, code }: ContributionFinding): boolean {
  return outcome === 'fail' && (SIGN_OFF_LACKS.has(code) || SIGN_OFF_DOUBTS.has(code));
}

/** What was found of a contribution, by all that is asked of it. */
export interface JoinedReport extends ContributionReport {
  /** Null where no signature was asked for. */
  readonly agreements: AgreementReport | null;
}

/** What counts also where no sign-offs are asked for; null where that is nothing. */
export function withoutSignOffs({ findings }: ContributionReport): ContributionReport | null {
  const kept = findings.filter(({ code }) => code.startsWith('ai-') || code.endsWith('incomplete'));
  return kept.length === 0 ? null : { findings: kept, verdict: verdictOf(kept) };
}

/** Both are asked for: each has to be in order. @param signOffs null: they are not asked for */
export function joinReports(signOffs: ContributionReport | null, agreements: AgreementReport): JoinedReport {
  const found = signOffs?.findings ?? [];
  const told = new Set(found.filter(({ code }) => code === 'impersonation-suspect').map(({ sha }) => sha));
  // Of one commit it is said once that nothing proves whose it is.
  const others = agreements.findings.filter(({ code, sha }) => code !== 'agreement-unproved' || !told.has(sha));
  const findings = [...found, ...others];
  return { verdict: verdictOf(findings), findings, agreements };
}

/**
 * Either will do: what is signed off needs no signature, and what all of its people have signed for needs no sign-off.
 * @param judge decides about the people behind some of the commits
 */
export function joinEither(
  commits: readonly Commit[],
  signOffs: ContributionReport,
  agreement: string,
  judge: (commits: readonly Commit[]) => AgreementReport,
): JoinedReport {
  const isLack = ({ outcome, code }: ContributionFinding): boolean => outcome === 'fail' && SIGN_OFF_LACKS.has(code);
  const lacking = new Set(signOffs.findings.filter(isLack).map(({ sha }) => sha));
  if (lacking.size === 0) {
    const notNeeded = finding({ sha: null, outcome: 'not-applicable' }, 'agreement-not-needed');
    return { ...signOffs, findings: [...signOffs.findings, notNeeded], agreements: null };
  }
  const agreements = judge(commits.filter(({ sha }) => lacking.has(sha)));
  if (agreements.verdict !== 'pass') return joinReports(signOffs, agreements);
  const softened = signOffs.findings.map((one) =>
    isLack(one) ? finding({ sha: one.sha, outcome: 'notice' }, 'agreement-instead', { agreement }) : one,
  );
  return joinReports({ verdict: verdictOf(softened), findings: softened }, agreements);
}
