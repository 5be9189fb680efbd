import type { Octokit } from '@octokit/rest';
import type { Fact } from '../core/fact.ts';
import {
  type InheritedFiles,
  LISTED_FOLDERS,
  type RepositoryFiles,
  splitPath,
  type WatchedFiles,
} from '../core/files.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import {
  CONTRIBUTION_FIELDS,
  type CollectedContribution,
  type ContributionAnswer,
  contributionOf,
} from './contribution-commits.ts';
import {
  type CollectedConversation,
  commentVariables,
  NEWEST_COMMENTS,
  type NewestComment,
  type NewestCommentsAnswer,
  OUR_COMMENT,
  type OurCommentAnswer,
  PULL_CONVERSATION,
  type PullConversationAnswer,
  toConversation,
  toNewestComments,
} from './conversation-fields.ts';
import { branchMoved, GitHubFailure } from './failure.ts';
import { listEntries, type TreeEntry, toFiles } from './file-entries.ts';
import { type ErrorBelow, errorsBelow, type GraphqlAnswer, isForbidden, query } from './graphql.ts';
import { type ContentCache, readContents } from './read-contents.ts';
import {
  describe,
  describeFiles,
  describeInherited,
  listingProblem,
  noReading,
  type Reading,
  readingOf,
  wantedOf,
} from './repository-facts.ts';
import { FOLDERS, REPOSITORY_FIELDS, type RepositoryAnswer, type Trees } from './repository-fields.ts';

/** Which pull request, and what of it is to be read. */
export interface PullRequestRequest {
  readonly repositoryNodeId: string;
  readonly number: number;
  /** The head commit that the event named: where it is still the head, one request reads all. null: not known. */
  readonly headSha: string | null;
  /** The node id of our comment; null where there is none. */
  readonly commentNodeId: string | null;
  readonly watched: readonly WatchedFiles[];
  readonly inheritable: readonly WatchedFiles[];
  /** Whether its commits are to be read too. */
  readonly withCommits: boolean;
  /** Whether it is wanted which of them take back another exactly. */
  readonly withTrees: boolean;
  /** Whether its newest comments are to be read too. */
  readonly withComments: boolean;
}

/** A pull request as it was read at one moment. */
export interface CollectedPullRequest {
  readonly repositoryId: number;
  readonly description: RepositoryDescription;
  readonly number: number;
  readonly conversation: CollectedConversation;
  /** What people wrote last, so far as nobody has edited it; none where it was not asked for. */
  readonly newestComments: readonly NewestComment[];
  readonly isOpen: boolean;
  readonly headSha: string;
  readonly baseBranch: string;
  readonly baseSha: string | null;
  /** Paths that it changes, so far as we could list them. */
  readonly changedPaths: readonly string[];
  /** Of some changed file GitHub counts no line, as of a picture; or not all of them could be listed. */
  readonly hasUncountedFiles: boolean;
  readonly inherited: Fact<InheritedFiles>;
  /** The default branch as it stands. */
  readonly before: Fact<RepositoryFiles>;
  /** The default branch as it would be with the pull request merged. */
  readonly after: Fact<RepositoryFiles>;
  /** Null where its commits were not asked for. */
  readonly contribution: CollectedContribution | null;
}

/** GitHub lists no more changed files than this. */
const MOST_FILES_LISTED = 3000;

interface FileAnswer {
  readonly path: string;
  readonly changeType: string;
  readonly additions: number;
  readonly deletions: number;
}

interface PullRequestAnswer extends PullConversationAnswer, NewestCommentsAnswer, Partial<ContributionAnswer> {
  readonly number: number;
  readonly baseRefName: string;
  readonly headRefOid: string;
  readonly files: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly FileAnswer[];
  } | null;
}

/** The same folders at the head of the pull request. */
const HEAD_FOLDERS = {
  headRoot: FOLDERS.root,
  headGithub: FOLDERS.github,
  headDocs: FOLDERS.docs,
  headLicenses: FOLDERS.licenses,
  headSrc: FOLDERS.src,
} as const;

interface HeadAnswer extends Trees<typeof HEAD_FOLDERS> {
  readonly pullRequest: PullRequestAnswer | null;
}

const HEAD_NAMES = Object.keys(HEAD_FOLDERS);

const QUERY = `query PullRequest($id: ID!, $number: Int!, ${HEAD_NAMES.map((name) => `$${name}: String!`).join(', ')}, $after: String, $comment: ID!, $hasComment: Boolean!, $withCommits: Boolean!, $withTrees: Boolean!, $withComments: Boolean!) {
  ${OUR_COMMENT}
  repository: node(id: $id) { ...RepositoryFields ... on Repository {
    ${HEAD_NAMES.map((name) => `${name}: object(expression: $${name}) { ...Entries }`).join('\n    ')}
    pullRequest(number: $number) { number baseRefName headRefOid ...PullConversation
      files(first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { path changeType additions deletions } }
      ... on PullRequest @include(if: $withComments) { ${NEWEST_COMMENTS} }
      ...ContributionFields @include(if: $withCommits) }
  } }
}
${REPOSITORY_FIELDS}${PULL_CONVERSATION}
${CONTRIBUTION_FIELDS}`;

type Answer = OurCommentAnswer & { readonly repository: (RepositoryAnswer & HeadAnswer) | null };

/** A branch that moves each time it is read is looked at again later. */
const MOST_READS = 4;

/**
 * Reads a pull request and what it would make of the default branch: usually one request, and one for new blobs.
 * @returns null when it, or its repository, is gone
 */
export async function collectPullRequest(
  client: Octokit,
  request: PullRequestRequest,
  cache: ContentCache,
): Promise<CollectedPullRequest | null> {
  const reading = await readAtHead(client, request);
  if (reading === null) return null;
  const { repository, pullRequest, answer, ask } = reading;
  const errors = errorsBelow(answer, ['repository']);
  const changes = await listChanges(client, repository, pullRequest, ask);
  const baseSha = repository.defaultBranchRef?.target?.oid ?? null;
  const own = describeFiles(repository, errors, request.watched);
  const inherited = describeInherited(repository, errors, request.inheritable);
  const merged = describeMerged(
    { repository, pullRequest, errors, changes: changes?.paths ?? null, baseSha },
    request.watched,
  );
  const contents = await readContents(client, [...own.wanted, ...inherited.wanted, ...merged.wanted], cache);
  return {
    repositoryId: repository.databaseId,
    description: describe(repository),
    number: pullRequest.number,
    conversation: toConversation(pullRequest, answer),
    newestComments: toNewestComments(pullRequest),
    isOpen: pullRequest.pullState === 'OPEN',
    headSha: pullRequest.headRefOid,
    baseBranch: pullRequest.baseRefName,
    baseSha,
    changedPaths: changes?.paths ?? [],
    hasUncountedFiles: changes?.hasUncounted ?? true,
    inherited: inherited.toFact(contents),
    before: own.toFact(contents),
    after: merged.toFact(contents),
    contribution: hasCommits(pullRequest) ? await contributionOf(client, request, pullRequest) : null,
  };
}

function hasCommits(answer: PullRequestAnswer): answer is PullRequestAnswer & ContributionAnswer {
  return answer.commits !== undefined;
}

interface ReadingAtHead {
  readonly repository: RepositoryAnswer & HeadAnswer;
  readonly pullRequest: PullRequestAnswer;
  readonly answer: GraphqlAnswer<Answer>;
  /** Asks for another page of changed files. */
  readonly ask: (after: string | null) => Promise<GraphqlAnswer<Answer>>;
}

/** Reads until the files are those of the head that the same answer names: people push while we read. */
async function readAtHead(client: Octokit, request: PullRequestRequest): Promise<ReadingAtHead | null> {
  let headSha = request.headSha ?? 'HEAD';
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const variables = {
      id: request.repositoryNodeId,
      number: request.number,
      withCommits: request.withCommits,
      withTrees: request.withTrees,
      withComments: request.withComments,
      ...Object.fromEntries(Object.entries(HEAD_FOLDERS).map(([name, folder]) => [name, `${headSha}:${folder}`])),
      ...commentVariables(request.commentNodeId),
    };
    const ask = (after: string | null) =>
      // Another page of files needs no commits and comments again.
      query<Answer>(client, QUERY, {
        ...variables,
        after,
        ...(after === null ? {} : { withCommits: false, withComments: false }),
      });
    const answer = await ask(null);
    const repository = answer.data.repository;
    const pullRequest = repository?.pullRequest;
    if (repository === null || pullRequest === null || pullRequest === undefined) {
      const failed = errorsBelow(answer, ['repository']).find(
        ({ type, below: [field] }) => type !== 'NOT_FOUND' && (field === undefined || field === 'pullRequest'),
      );
      if (failed === undefined) return null;
      const kind = isForbidden(failed) ? 'not-granted' : 'outage';
      throw new GitHubFailure(kind, 'POST /graphql', failed.message, { status: 200 });
    }
    if (pullRequest.headRefOid === headSha) return { repository, pullRequest, answer, ask };
    headSha = pullRequest.headRefOid;
  }
  throw branchMoved('the branch moved while it was read');
}

interface MergedInput {
  readonly repository: RepositoryAnswer & HeadAnswer;
  readonly pullRequest: PullRequestAnswer;
  readonly errors: readonly ErrorBelow[];
  readonly changes: readonly string[] | null;
  readonly baseSha: string | null;
}

function describeMerged(input: MergedInput, watched: readonly WatchedFiles[]): Reading<RepositoryFiles> {
  const { repository, pullRequest, errors, changes, baseSha } = input;
  if (changes === null) return noReading('GitHub does not list all files of this pull request: there are too many.');
  const problem =
    (repository.isEmpty ? null : listingProblem(FOLDERS, repository, errors)) ??
    listingProblem(HEAD_FOLDERS, repository, errors);
  if (problem !== null) return noReading(problem);
  const entries = mergeEntries(listEntries(FOLDERS, repository), listEntries(HEAD_FOLDERS, repository), changes);
  const wanted = wantedOf(repository, commitsOf(changes, pullRequest.headRefOid, baseSha), entries, watched);
  return readingOf(wanted, (contents) => ({ entries: toFiles(entries, contents) }));
}

/** Where a path of the merged tree is to be looked up: what the pull request changes at its head, all else at the base. */
function commitsOf(changes: readonly string[], headSha: string, baseSha: string | null): (path: string) => string[] {
  const changed = new Set(changes);
  const base = baseSha === null ? [] : [baseSha];
  return (path) => {
    if (changed.has(path)) return [headSha];
    return changes.some((change) => change.startsWith(`${path}/`)) ? [...base, headSha] : base;
  };
}

/** All paths that the pull request changes, old names of renamed files included; null where GitHub lists not all. */
async function listChanges(
  client: Octokit,
  repository: RepositoryAnswer,
  pullRequest: PullRequestAnswer,
  nextPage: (cursor: string | null) => Promise<{ readonly data: Answer }>,
): Promise<Changes | null> {
  if (pullRequest.files === null || pullRequest.files.totalCount > MOST_FILES_LISTED) return null;
  const files = [...pullRequest.files.nodes];
  let { pageInfo } = pullRequest.files;
  while (pageInfo.hasNextPage) {
    const { data } = await nextPage(pageInfo.endCursor);
    const page = data.repository?.pullRequest?.files;
    if (page === null || page === undefined) return null;
    if (data.repository?.pullRequest?.headRefOid !== pullRequest.headRefOid) {
      throw branchMoved('the branch moved while its files were listed');
    }
    files.push(...page.nodes);
    pageInfo = page.pageInfo;
  }
  const isRenaming = files.some(({ changeType }) => changeType === 'RENAMED');
  return {
    paths: [
      ...files.map(({ path }) => path),
      ...(isRenaming ? await oldNames(client, repository, pullRequest.number) : []),
    ],
    hasUncounted: files.some(isUncounted),
  };
}

interface Changes {
  readonly paths: readonly string[];
  readonly hasUncounted: boolean;
}

/** What is only moved or taken away brings nothing in. */
function isUncounted({ changeType, additions, deletions }: FileAnswer): boolean {
  return additions + deletions === 0 && changeType !== 'RENAMED' && changeType !== 'DELETED';
}

/** GraphQL does not tell what a renamed file was called before; REST does. */
async function oldNames(client: Octokit, repository: RepositoryAnswer, pull_number: number): Promise<string[]> {
  const where = { owner: repository.owner.login, repo: repository.name, pull_number, per_page: 100 };
  const files = await client.paginate(client.rest.pulls.listFiles, where);
  return files.flatMap(({ previous_filename }) => (previous_filename === undefined ? [] : [previous_filename]));
}

/**
 * The entries of the default branch once the pull request is merged: what it changes as its head has it, all else as it
 * stands. So a branch that is behind is not blamed for what it has not yet got.
 */
export function mergeEntries(
  base: readonly TreeEntry[],
  head: readonly TreeEntry[],
  changedPaths: readonly string[],
): TreeEntry[] {
  const atHead = new Map(head.map((entry) => [entry.path, entry]));
  const merged = new Map(base.map((entry) => [entry.path, entry]));
  for (const path of changedPaths.flatMap(listedPaths)) {
    const entry = atHead.get(path);
    if (entry === undefined) merged.delete(path);
    else merged.set(path, entry);
  }
  return [...merged.values()];
}

/** The path itself where its folder is one of those listed, and the listed folders above it that it may make or empty. */
function listedPaths(path: string): string[] {
  const parts = path.split('/');
  const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return prefixes.filter((prefix) => LISTED_FOLDERS.some((folder) => folder === splitPath(prefix).folder));
}
