/** A name and an e-mail address as a commit claims them. Nothing of it is proved; either may be missing. */
export interface Identity {
  readonly name: string | null;
  readonly email: string | null;
}

/** A GitHub account. Only `id` says which one: a login can be given up and taken by somebody else. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization' | 'Mannequin';
}

/**
 * Whose signature GitHub verified over the commit: `github` its own, by which it vouches that the commit was made
 * through it by the author's account; `committer` that of the committer's account, which says nothing of the author.
 */
export type VerifiedBy = 'github' | 'committer' | null;

/** What git says of a merge when it merges the parents anew; null where nobody could try. */
export type MergeComparison = 'clean' | 'conflicted' | 'changed' | null;

export interface Commit {
  /** 40 or 64 hexadecimal digits in lower case. */
  readonly sha: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Identity;
  readonly committer: Identity;
  /** The accounts to which GitHub says the addresses belong; null where it knows none, or nobody asked. */
  readonly authorAccount: Account | null;
  readonly committerAccount: Account | null;
  readonly verifiedBy: VerifiedBy;
  readonly merge: MergeComparison;
  /** The commit that this one takes back exactly, where git could compare the two; else null. */
  readonly revertOf: string | null;
}

/** A pull request, so far as who is behind it is proved by GitHub's deliveries. */
export interface PullRequestOrigin {
  /** Null where the account is gone: then nobody is behind it but who pushed. */
  readonly opener: Account | null;
  /** Who pushed the head, where a delivery told it. */
  readonly sender: Account | null;
  /** Whether its branch lies in another repository, where other people may push. */
  readonly isFromFork: boolean;
  /** The branch, as its author knows it; null where it is gone. */
  readonly branch: string | null;
}

/** Some commits that are to go in together, the oldest first, each after its parents. */
export interface Contribution {
  readonly commits: readonly Commit[];
  /** Null where the list is complete beyond doubt; else one sentence why it may not be. */
  readonly incomplete: string | null;
  /** One sentence where there is reason to look whether it is complete, and no more than that. */
  readonly doubt: string | null;
  readonly pullRequest: PullRequestOrigin | null;
}
