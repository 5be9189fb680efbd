import { failing, type Verdict } from '../core/verdict.ts';
import type { CreateIssue, RepositoryTarget, UpdateIssue } from './action.ts';
import { flippedOnceMore, isFoughtOver } from './fight.ts';
import { fingerprint } from './fingerprint.ts';
import type { StandingIssue } from './standing.ts';

export interface PolicyIssueInput {
  readonly key: string;
  /** Where the issue stands: the audited repository, or the governance repository. */
  readonly repository: RepositoryTarget;
  /** It says what not everybody may know. */
  readonly isConfidential: boolean;
  readonly verdicts: readonly Verdict[];
  readonly standing: StandingIssue | null;
  /** ISO 8601, UTC. */
  readonly now: string;
  /** Words the issue; with no failing verdict, as the farewell of an issue that closes. */
  readonly render: (failing: readonly Verdict[]) => { readonly title: string; readonly body: string };
}

/**
 * Keeps the one policy issue of a repository: opened when something fails, edited in place, closed when all is well,
 * reopened when not. Closed by a person as "not planned" it stays silent until something new fails; deleted likewise.
 * A verdict that is unknown neither opens nor closes anything.
 */
export function planPolicyIssue(input: PolicyIssueInput): (CreateIssue | UpdateIssue)[] {
  const { key, repository, isConfidential, standing, now } = input;
  const wrong = failing(input.verdicts);
  if (wrong.length === 0) return planFarewell(input);

  const codes = failingCodes(wrong);
  const text = input.render(wrong);
  const print = fingerprint({ ...text });
  const frame = { repository, isConfidential, key, fingerprint: print, ...text };
  const isNew = standing === null || codes.some((code) => !standing.failing.includes(code));
  if (standing === null || (standing.state === 'deleted' && isNew)) {
    return [{ ...frame, kind: 'create-issue', details: { failing: codes, isClosedByUs: false, flippedAt: [] } }];
  }
  if (standing.state === 'deleted') return [];

  const isOpen = standing.state === 'open';
  if (!isOpen && !mayReopen(standing, isNew, now)) return [];
  if (isOpen && standing.fingerprint === print) return [];
  const flippedAt = isOpen ? standing.flippedAt : flippedOnceMore(standing.flippedAt, now);
  return [
    {
      ...frame,
      kind: 'update-issue',
      number: standing.number,
      state: isOpen ? null : 'open',
      details: { failing: codes, isClosedByUs: false, flippedAt },
    },
  ];
}

/** What the issue says fails, as `policy:code`, sorted. */
export function failingCodes(verdicts: readonly Verdict[]): string[] {
  const codes = verdicts.flatMap((verdict) =>
    verdict.findings.filter(({ outcome }) => outcome === 'fail').map(({ code }) => `${verdict.policy}:${code}`),
  );
  return [...new Set(codes)].sort();
}

function planFarewell({
  key,
  repository,
  isConfidential,
  verdicts,
  standing,
  now,
  render,
}: PolicyIssueInput): UpdateIssue[] {
  if (standing?.state !== 'open' || verdicts.some(({ outcome }) => outcome === 'unknown')) return [];
  // We had closed it: somebody has reopened it since.
  const isUndone = standing.isClosedByUs;
  if (isUndone && isFoughtOver(standing.flippedAt, now)) return [];
  const flippedAt = isUndone ? flippedOnceMore(standing.flippedAt, now) : standing.flippedAt;
  const text = render([]);
  const details = { failing: [], isClosedByUs: true, flippedAt };
  const action = { kind: 'update-issue', number: standing.number, state: 'closed', ...text } as const;
  return [{ ...action, repository, isConfidential, key, fingerprint: fingerprint({ ...text }), details }];
}

function mayReopen(standing: StandingIssue, isNew: boolean, now: string): boolean {
  if (isFoughtOver(standing.flippedAt, now)) return false;
  return isNew || standing.isClosedByUs || standing.stateReason === 'completed';
}
