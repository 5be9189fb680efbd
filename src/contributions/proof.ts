import type { Account, Commit, PullRequestOrigin } from './commit.ts';
import { visibleOnly } from './identity.ts';

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
  return isAllOf(authorAccount, pullRequest);
}

/** Whether an account opened the pull request or pushed its head. */
export function isBehind(account: Pick<Account, 'id'> | null, pullRequest: PullRequestOrigin | null): boolean {
  if (account === null || pullRequest === null) return false;
  return account.id === pullRequest.opener?.id || account.id === pullRequest.sender?.id;
}

/** Whether an account both opened the pull request and pushed its head. */
export function isAllOf({ id }: Account, pullRequest: PullRequestOrigin | null): boolean {
  return pullRequest?.opener?.id === id && pullRequest.sender?.id === id;
}

/** Whether it is proved that an account had its part in a commit: as its author, or by its own key as its committer. */
export function isPartProved(account: Account, commit: Commit, pullRequest: PullRequestOrigin | null): boolean {
  if (isBehind(account, pullRequest)) return true;
  const isOwnKey = commit.verifiedBy === 'committer' && commit.committerAccount?.id === account.id;
  return isOwnKey || (commit.authorAccount?.id === account.id && isAuthorProved(commit, pullRequest));
}

/** As whom the text for people names the opener. */
export function openerName({ opener }: PullRequestOrigin): string {
  return opener === null ? 'an account that is gone' : visibleOnly(opener.login);
}
