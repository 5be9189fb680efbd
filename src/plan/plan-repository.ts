import type { RepositoryDescription } from '../core/snapshot.ts';
import { failing, type Verdict } from '../core/verdict.ts';
import type { Action, ProposedFile, RepositoryTarget } from './action.ts';
import { mayShow } from './may-show.ts';
import { planPolicyIssue } from './plan-policy-issue.ts';
import { planProposals } from './plan-proposals.ts';
import type { StandingIssue, StandingProposal } from './standing.ts';

export interface RepositoryPlanInput {
  readonly repository: RepositoryTarget;
  readonly description: RepositoryDescription;
  readonly headSha: string | null;
  readonly mode: 'observe' | 'enforce';
  /** Which kinds of writes the organisation wants. */
  readonly features: { readonly issues: boolean; readonly proposals: boolean };
  readonly verdicts: readonly Verdict[];
  /** Where findings go that the repository itself may not show; null when none is named. */
  readonly governanceRepository: (RepositoryTarget & { readonly isPublic: boolean }) | null;
  readonly standing: {
    readonly issue: StandingIssue | null;
    /** The issue about this repository in the governance repository. */
    readonly governanceIssue: StandingIssue | null;
    readonly proposals: readonly StandingProposal[];
  };
  /** The files that would mend failing policies. */
  readonly wantedFiles: readonly ProposedFile[];
  readonly isProposalRequested: boolean;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly renderIssue: (
    failing: readonly Verdict[],
    place: {
      /** Those that could not be judged and that the readers of this place may know of. */
      readonly unknown: readonly Verdict[];
      /** `owner/name` when the issue stands in another repository. */
      readonly about: string | null;
    },
  ) => { readonly title: string; readonly body: string };
  readonly renderProposal: (files: readonly ProposedFile[]) => { readonly title: string; readonly body: string };
}

/** What is to be changed on GitHub about one repository. Under `observe`, and for an archived or empty one, nothing. */
export function planRepository(input: RepositoryPlanInput): Action[] {
  const { isArchived, isEmpty } = input.description;
  if (input.mode === 'observe' || isArchived || isEmpty) return [];
  return [...planIssues(input), ...planProposalsOf(input)];
}

export function policyIssueKey(repositoryId: number): string {
  return `policy-issue:${repositoryId}`;
}

/** The issue about a repository in that governance repository: in another one it is another issue. */
export function governanceIssueKey(repositoryId: number, governanceRepositoryId: number): string {
  return `governance-issue:${repositoryId}:in:${governanceRepositoryId}`;
}

/**
 * A verdict is told where its readers have rights: on the repository itself, or in the governance repository when it is
 * restricted and the repository is public, or when the repository has no issues. Where none is named, or everybody may
 * read there what not everybody may know, it stays in the store.
 */
function planIssues(input: RepositoryPlanInput): Action[] {
  if (!input.features.issues) return [];
  const { repository, description, verdicts, standing, governanceRepository, now } = input;
  const own = description.hasIssues ? verdicts.filter((verdict) => mayShow(verdict, description)) : [];
  const mayShowElsewhere = (verdict: Verdict): boolean =>
    governanceRepository?.isPublic === false ||
    (verdict.disclosure === 'public' && description.visibility === 'public');
  const elsewhere = verdicts.filter((verdict) => !own.includes(verdict) && mayShowElsewhere(verdict));
  const ownIssue = description.hasIssues
    ? planPolicyIssue({
        now,
        render: (wrong) => input.renderIssue(wrong, { unknown: unknownAmong(own), about: null }),
        key: policyIssueKey(repository.repositoryId),
        isConfidential: false,
        repository,
        verdicts: own,
        standing: standing.issue,
      })
    : [];
  const isElsewhere = governanceRepository !== null && governanceRepository.repositoryId !== repository.repositoryId;
  // What may no longer be told there, or is told on the repository itself by now, is not mended: no thanks for it.
  const isUntold = failing(elsewhere).length === 0 && failing(verdicts).length > 0;
  const governanceIssue =
    isElsewhere && !isUntold
      ? planPolicyIssue({
          now,
          render: (wrong) =>
            input.renderIssue(wrong, {
              unknown: unknownAmong(elsewhere),
              about: `${repository.owner}/${repository.name}`,
            }),
          key: governanceIssueKey(repository.repositoryId, governanceRepository.repositoryId),
          isConfidential: governanceRepository.isPublic === false,
          repository: governanceRepository,
          verdicts: elsewhere,
          standing: standing.governanceIssue,
        })
      : [];
  return [...ownIssue, ...governanceIssue];
}

function unknownAmong(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter(({ outcome }) => outcome === 'unknown');
}

function planProposalsOf(input: RepositoryPlanInput): Action[] {
  const { repository, description, headSha, standing, isProposalRequested } = input;
  if (headSha === null || description.defaultBranch === null || description.isFork || description.isMirror) return [];
  const isWanted = input.features.proposals || isProposalRequested;
  return planProposals({
    repository,
    wanted: isWanted ? input.wantedFiles : [],
    standing: isWanted ? standing.proposals : [],
    baseBranch: description.defaultBranch,
    baseSha: headSha,
    isRequested: isProposalRequested,
    now: input.now,
    isUncertain: unknownAmong(input.verdicts).length > 0,
    render: input.renderProposal,
  });
}
