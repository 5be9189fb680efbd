import type { Account, Identity, VerifiedBy } from './commit.ts';
import { canonicalEmail, noreplyId } from './identity.ts';

/** Under which GitHub commits what people do in the browser. */
const WEB_FLOW_EMAIL = 'noreply@github.com';
const WEB_FLOW_ID = 19864447;

/** Whether a commit says that GitHub itself committed it. */
export function isCommittedByGitHub({ email }: Identity): boolean {
  return canonicalEmail(email ?? '') === WEB_FLOW_EMAIL;
}

/**
 * For whom a signature stands that GitHub calls verified. On what was committed as `noreply@github.com` it is GitHub's
 * own, and so it is on what a bot committed, whose account can hold no key: then GitHub made the commit, and knows for
 * whom. Any other is the committer's, also where GitHub made it for them, as it does in a codespace: there people write
 * into a commit whatever author they like.
 */
export function signedBy(committer: Identity, account: Account | null): Exclude<VerifiedBy, null> {
  const isWebFlow = isCommittedByGitHub(committer) && (account === null || account.id === WEB_FLOW_ID);
  const isBot = account?.type === 'Bot' && noreplyId(committer.email ?? '') === account.id;
  return isWebFlow || isBot ? 'github' : 'committer';
}
