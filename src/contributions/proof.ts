import type { Account, Commit, PullRequestOrigin } from './commit.ts';

/**
 * Whether it is proved that the account to which the author's address belongs made the commit. A commit says of itself
 * whatever its maker likes; a verified signature is the committer's, so it counts only where both are one account.
 * GitHub's own signature counts for whoever opened or pushed the pull request, which GitHub attests as well.
 */
export function isAuthorProved(commit: Commit, pullRequest: PullRequestOrigin | null): boolean {
  const { authorAccount, committerAccount, verifiedBy } = commit;
  if (authorAccount === null) return false;
  if (verifiedBy === 'github') return isBehind(authorAccount, pullRequest);
  return verifiedBy === 'committer' && committerAccount?.id === authorAccount.id;
}

/** Whether it is proved that this commit is a bot's: GitHub signed it, or the bot itself opened and pushed all this. */
export function isBotProved(commit: Commit, pullRequest: PullRequestOrigin | null): boolean {
  const { authorAccount, verifiedBy } = commit;
  if (authorAccount?.type !== 'Bot') return false;
  if (verifiedBy === 'github') return true;
  return pullRequest?.opener.id === authorAccount.id && pullRequest.sender?.id === authorAccount.id;
}

/** Whether an account opened the pull request or pushed its head. */
export function isBehind(account: Account | null, pullRequest: PullRequestOrigin | null): boolean {
  if (account === null || pullRequest === null) return false;
  return account.id === pullRequest.opener.id || account.id === pullRequest.sender?.id;
}
