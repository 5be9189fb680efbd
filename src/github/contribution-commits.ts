import type { Octokit } from '@octokit/rest';
import type { Account, Commit, Identity, VerifiedBy } from '../contributions/commit.ts';
import { noreplyId } from '../contributions/identity.ts';
import { signedBy } from '../contributions/signature.ts';
import { branchMoved } from './failure.ts';
import { query } from './graphql.ts';

/** The commits of a pull request, with who opened it. */
export interface CollectedContribution {
  /** The oldest first. */
  readonly commits: readonly Commit[];
  /** Why they may not be all, in one sentence; else null. */
  readonly incomplete: string | null;
  /** Null where the account is gone. */
  readonly opener: Account | null;
  readonly isFromFork: boolean;
  readonly branch: string;
  /** Lines added and removed, and files changed, as GitHub counts them. */
  readonly size: { readonly lines: number; readonly files: number };
}

/** What a query asks of a pull request to have the first of its commits. */
export const CONTRIBUTION_FIELDS = `fragment ContributionFields on PullRequest {
  headRefName isCrossRepository additions deletions changedFiles
  opener: author { __typename login ... on User { databaseId } ... on Bot { databaseId } ... on Mannequin { databaseId } }
  commits(first: 100) { ...CommitPage }
}
fragment CommitPage on PullRequestCommitConnection {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { commit { oid message parents(first: 3) { nodes { oid } } ...Trees @include(if: $withTrees)
    author { name email user { databaseId login } } committer { name email user { databaseId login } }
    signature { isValid wasSignedByGitHub } } }
}
fragment Trees on Commit { tree { oid } base: parents(first: 1) { nodes { tree { oid } parents(first: 1) { nodes { tree { oid } } } } } }`;

const NEXT_PAGE = `query Commits($id: ID!, $number: Int!, $after: String!, $withTrees: Boolean!) {
  repository: node(id: $id) { ... on Repository { pullRequest(number: $number) {
    headRefOid commits(first: 100, after: $after) { ...CommitPage } } } }
}
${CONTRIBUTION_FIELDS.slice(CONTRIBUTION_FIELDS.indexOf('fragment CommitPage'))}`;

interface ActorAnswer {
  readonly name: string | null;
  readonly email: string | null;
  readonly user: { readonly databaseId: number | null; readonly login: string } | null;
}

interface TreeHolder {
  readonly tree: { readonly oid: string };
}

interface CommitAnswer extends Partial<TreeHolder> {
  /** The first parent, and what it was made from. */
  readonly base?: {
    readonly nodes: readonly (TreeHolder & { readonly parents: { readonly nodes: readonly TreeHolder[] } })[];
  };
  readonly oid: string;
  readonly message: string;
  readonly parents: { readonly nodes: readonly { readonly oid: string }[] };
  readonly author: ActorAnswer | null;
  readonly committer: ActorAnswer | null;
  readonly signature: { readonly isValid: boolean; readonly wasSignedByGitHub: boolean } | null;
}

interface CommitPage {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly { readonly commit: CommitAnswer }[];
}

export interface ContributionAnswer {
  readonly headRefOid: string;
  readonly headRefName: string;
  readonly isCrossRepository: boolean;
  readonly additions: number;
  readonly deletions: number;
  readonly changedFiles: number;
  readonly opener: {
    readonly __typename: string;
    readonly login: string;
    readonly databaseId?: number | null;
  } | null;
  readonly commits: CommitPage;
}

interface NextPageAnswer {
  readonly repository: {
    readonly pullRequest: { readonly headRefOid: string; readonly commits: CommitPage } | null;
  } | null;
}

/** More would be read for ever; the check says then that it could not. */
const MOST_COMMITS = 5_000;

/**
 * All commits of a pull request, of which the first hundred were read already: each page of one and the same head.
 * @throws GitHubFailure `moved` where the branch moved meanwhile
 */
export async function contributionOf(
  client: Octokit,
  where: { readonly repositoryNodeId: string; readonly number: number; readonly withTrees: boolean },
  first: ContributionAnswer,
): Promise<CollectedContribution> {
  const { headRefOid, headRefName, isCrossRepository, opener } = first;
  const commits = first.commits.nodes.map(({ commit }) => commit);
  let { pageInfo } = first.commits;
  while (pageInfo.hasNextPage && pageInfo.endCursor !== null && commits.length < MOST_COMMITS) {
    const variables = {
      id: where.repositoryNodeId,
      number: where.number,
      after: pageInfo.endCursor,
      withTrees: where.withTrees,
    };
    const { data } = await query<NextPageAnswer>(client, NEXT_PAGE, variables);
    const page = data.repository?.pullRequest;
    if (page?.headRefOid !== headRefOid || page.commits.totalCount !== first.commits.totalCount) {
      throw branchMoved('the branch moved while its commits were listed');
    }
    commits.push(...page.commits.nodes.map(({ commit }) => commit));
    pageInfo = page.commits.pageInfo;
  }
  return {
    commits: commits.map(toCommit),
    incomplete: whyIncomplete(commits, first),
    opener: openerOf(opener),
    isFromFork: isCrossRepository,
    branch: headRefName,
    size: { lines: first.additions + first.deletions, files: first.changedFiles },
  };
}

function whyIncomplete(commits: readonly CommitAnswer[], first: ContributionAnswer): string | null {
  const { totalCount } = first.commits;
  const distinct = new Set(commits.map(({ oid }) => oid)).size;
  if (distinct !== totalCount) return `GitHub counts ${totalCount} commits, and listed ${distinct}.`;
  if (distinct > 0 && commits.every(({ oid }) => oid !== first.headRefOid)) {
    return 'GitHub did not list the newest commit of the branch.';
  }
  return null;
}

function openerOf(opener: ContributionAnswer['opener']): Account | null {
  if (opener === null || typeof opener.databaseId !== 'number') return null;
  const type = opener.__typename === 'Bot' || opener.__typename === 'Mannequin' ? opener.__typename : 'User';
  return { id: opener.databaseId, login: opener.login, type };
}

function toCommit(answer: CommitAnswer): Commit {
  const { oid, message, parents, author, committer, signature } = answer;
  return {
    sha: oid,
    parents: parents.nodes.map((parent) => parent.oid),
    message,
    author: identityOf(author),
    committer: identityOf(committer),
    authorAccount: accountOf(author),
    committerAccount: accountOf(committer),
    verifiedBy: verifiedBy(signature, committer),
    merge: null,
    revertOf: revertOf(answer),
  };
}

/**
 * The commit below, where this one brings back just what stood before it. Of an older one that tells nothing: then what
 * came in between would have to be taken off.
 */
function revertOf({ tree, parents, base }: CommitAnswer): string | null {
  const [below, another] = parents.nodes;
  const [holder] = base?.nodes ?? [];
  const [before] = holder?.parents.nodes ?? [];
  if (tree === undefined || holder === undefined || before === undefined) return null;
  if (below === undefined || another !== undefined || tree.oid === holder.tree.oid) return null;
  return tree.oid === before.tree.oid ? below.oid : null;
}

function identityOf(actor: ActorAnswer | null): Identity {
  return { name: actor?.name ?? null, email: actor?.email ?? null };
}

/** GitHub's GraphQL tells no account where the address is a bot's: it is taken from the address that GitHub made up. */
function accountOf(actor: ActorAnswer | null): Account | null {
  const user = actor?.user ?? null;
  if (typeof user?.databaseId === 'number') return { id: user.databaseId, login: user.login, type: 'User' };
  const email = actor?.email ?? '';
  const id = noreplyId(email);
  const login = /\+([^@]*\[bot\])@/i.exec(email)?.[1];
  return id === null || login === undefined ? null : { id, login, type: 'Bot' };
}

function verifiedBy(signature: CommitAnswer['signature'], committer: ActorAnswer | null): VerifiedBy {
  if (signature?.isValid !== true) return null;
  return signature.wasSignedByGitHub ? signedBy(identityOf(committer), accountOf(committer)) : 'committer';
}
