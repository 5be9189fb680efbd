import type { Finding } from './finding.ts';

/** How the organisation treats a fail. */
export type Severity = 'info' | 'warning' | 'error';
export const SEVERITIES = ['info', 'warning', 'error'] as const satisfies readonly Severity[];

/** Who may read a finding about a public repository: everybody, or only those with rights. */
export type Disclosure = 'public' | 'restricted';

/** A policy's outcome, or the engine's own: `unknown` (a needed fact is unavailable) or `exempt`. */
export type VerdictOutcome = 'pass' | 'fail' | 'not-applicable' | 'unknown' | 'exempt';
export const VERDICT_OUTCOMES = [
  'fail',
  'unknown',
  'exempt',
  'pass',
  'not-applicable',
] as const satisfies readonly VerdictOutcome[];

/** A policy's result on one subject. */
export interface Verdict {
  readonly policy: string;
  readonly outcome: VerdictOutcome;
  readonly severity: Severity;
  readonly disclosure: Disclosure;
  /** Why it is `unknown` or `exempt`; null for the others, whose findings tell. */
  readonly reason: string | null;
  readonly findings: readonly Finding[];
}

/** Any fail makes a fail; else any pass a pass; else the policy does not apply. */
export function foldFindings(findings: readonly Finding[]): 'pass' | 'fail' | 'not-applicable' {
  if (findings.some((finding) => finding.outcome === 'fail')) return 'fail';
  return findings.some((finding) => finding.outcome === 'pass') ? 'pass' : 'not-applicable';
}

/** The verdicts that fail, the gravest first. */
export function failing(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter((verdict) => verdict.outcome === 'fail').sort(compareSeverity);
}

/** For sorting: the graver first. */
export function compareSeverity(a: Pick<Verdict, 'severity'>, b: Pick<Verdict, 'severity'>): number {
  return SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
}
