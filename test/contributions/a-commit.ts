import { type CheckOptions, checkCommits } from '../../src/contributions/check-commits.ts';
import type { Account, Commit, Contribution, PullRequestOrigin } from '../../src/contributions/commit.ts';
import { type ContributionPolicy, DEFAULT_POLICY } from '../../src/contributions/policy.ts';

export const ADA: Account = { id: 1001, login: 'ada', type: 'User' };
export const BOB: Account = { id: 1002, login: 'bob', type: 'User' };
export const MALLORY: Account = { id: 6666, login: 'mallory', type: 'User' };
export const DEPENDABOT: Account = { id: 49699333, login: 'dependabot[bot]', type: 'Bot' };
export const WEB_FLOW: Account = { id: 19864447, login: 'web-flow', type: 'User' };

export const ADA_SIGNS = 'Signed-off-by: Ada Lovelace <ada@example.org>';
export const BOB_SIGNS = 'Signed-off-by: Bob <bob@example.org>';

export interface CommitParts extends Partial<Omit<Commit, 'author' | 'committer'>> {
  /** `Name <address>`. */
  readonly author?: string;
  readonly committer?: string;
}

let count = 0;

/** A commit of Ada's, with only what the case is about. */
export function aCommit({ author = 'Ada Lovelace <ada@example.org>', committer, ...parts }: CommitParts = {}): Commit {
  count += 1;
  return {
    sha: count.toString(16).padStart(8, '0').padEnd(40, 'e'),
    parents: ['0'.repeat(40)],
    message: 'A subject\n',
    author: identity(author),
    committer: identity(committer ?? author),
    authorAccount: ADA,
    committerAccount: committer === undefined ? ADA : null,
    verifiedBy: null,
    merge: null,
    revertOf: null,
    ...parts,
  };
}

function identity(text: string) {
  const open = text.indexOf('<');
  return { name: text.slice(0, open).trimEnd(), email: text.slice(open + 1, text.lastIndexOf('>')) };
}

/** `subject`, an empty line, and the rest as it is. */
export function body(...lines: readonly string[]): string {
  return ['A subject', '', ...lines, ''].join('\n');
}

export function aPullRequest(parts: Partial<PullRequestOrigin> = {}): PullRequestOrigin {
  return { opener: ADA, sender: null, isFromFork: true, branch: 'feature', ...parts };
}

export interface CaseOptions extends Partial<Omit<CheckOptions, 'policy'>> {
  readonly policy?: Partial<ContributionPolicy>;
  readonly pullRequest?: PullRequestOrigin;
  readonly incomplete?: Contribution['incomplete'];
}

/** The verdict, and `outcome code` of each finding. */
export function check(commits: Commit | readonly Commit[], options: CaseOptions = {}) {
  const { policy, pullRequest = null, incomplete = null, ...rest } = options;
  const list = Array.isArray(commits) ? (commits as readonly Commit[]) : [commits as Commit];
  const { verdict, findings } = checkCommits(
    { commits: list, incomplete, doubt: null, pullRequest },
    {
      overrides: [],
      hasAccounts: true,
      now: new Date('2026-11-25T12:00:00Z'),
      ...rest,
      policy: { ...DEFAULT_POLICY, ...policy },
    },
  );
  return { verdict, findings, codes: findings.map(({ outcome, code }) => `${outcome} ${code}`) };
}
