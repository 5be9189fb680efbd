import type { Octokit } from '@octokit/rest';
import { type Fact, known, unavailable } from '../core/fact.ts';
import {
  COMMUNITY_FOLDERS,
  type InheritedFiles,
  type RepositoryFiles,
  splitPath,
  type WatchedFiles,
} from '../core/files.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import { listEntries, type TreeEntry, toFiles } from './file-entries.ts';
import { errorAt, query } from './graphql.ts';
import { type ContentCache, readContents } from './read-contents.ts';
import { contentsOf, describe, describeFiles, describeInherited, wantedOf } from './repository-facts.ts';
import { REPOSITORY_FIELDS, type RepositoryAnswer, type TreeAnswer } from './repository-fields.ts';

/** Which pull request, and what of it is to be read. */
export interface PullRequestRequest {
  readonly repositoryNodeId: string;
  readonly number: number;
  /** The head commit that the event named: where it is still the head, one request reads all. null: not known. */
  readonly headSha: string | null;
  readonly watched: readonly WatchedFiles[];
  readonly inheritable: readonly WatchedFiles[];
}

/** A pull request as it was read at one moment. */
export interface CollectedPullRequest {
  readonly repositoryId: number;
  readonly description: RepositoryDescription;
  readonly number: number;
  readonly isOpen: boolean;
  readonly headSha: string;
  readonly baseBranch: string;
  readonly baseSha: string | null;
  /** Paths that it changes, so far as we could list them. */
  readonly changedPaths: readonly string[];
  readonly inherited: Fact<InheritedFiles>;
  /** The default branch as it stands. */
  readonly before: Fact<RepositoryFiles>;
  /** The default branch as it would be with the pull request merged. */
  readonly after: Fact<RepositoryFiles>;
}

/** GitHub lists no more changed files than this. */
const MOST_FILES_LISTED = 3000;

interface FileAnswer {
  readonly path: string;
  readonly changeType: string;
}

interface PullRequestAnswer {
  readonly number: number;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly baseRefName: string;
  readonly headRefOid: string;
  readonly files: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly FileAnswer[];
  } | null;
}

interface HeadAnswer {
  readonly headRoot: TreeAnswer | null;
  readonly headGithub: TreeAnswer | null;
  readonly headDocs: TreeAnswer | null;
  readonly pullRequest: PullRequestAnswer | null;
}

const QUERY = `query PullRequest($id: ID!, $number: Int!, $root: String!, $github: String!, $docs: String!, $after: String) {
  repository: node(id: $id) { ...RepositoryFields ... on Repository {
    headRoot: object(expression: $root) { ...Entries }
    headGithub: object(expression: $github) { ...Entries }
    headDocs: object(expression: $docs) { ...Entries }
    pullRequest(number: $number) { number state baseRefName headRefOid
      files(first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { path changeType } } }
  } }
}
${REPOSITORY_FIELDS}`;

type Answer = { readonly repository: (RepositoryAnswer & HeadAnswer) | null };

/**
 * Reads a pull request and what it would make of the default branch: usually one request, and one for new blobs.
 * @returns null when it, or its repository, is gone
 */
export async function collectPullRequest(
  client: Octokit,
  request: PullRequestRequest,
  cache: ContentCache,
): Promise<CollectedPullRequest | null> {
  const ask = (headSha: string, after: string | null) =>
    query<Answer>(client, QUERY, {
      id: request.repositoryNodeId,
      number: request.number,
      root: `${headSha}:`,
      github: `${headSha}:.github`,
      docs: `${headSha}:docs`,
      after,
    });
  let answer = await ask(request.headSha ?? 'HEAD', null);
  const found = answer.data.repository?.pullRequest;
  if (found === null || found === undefined) return null;
  if (found.headRefOid !== request.headSha) answer = await ask(found.headRefOid, null);
  const { repository } = answer.data;
  const pullRequest = repository?.pullRequest;
  if (repository === null || pullRequest === null || pullRequest === undefined) return null;

  const changes = await listChanges(client, repository, pullRequest, (cursor) => ask(pullRequest.headRefOid, cursor));
  const baseSha = repository.defaultBranchRef?.target?.oid ?? null;
  const own = describeFiles(repository, baseSha, request.watched);
  const inherited = describeInherited(repository, errorAt(answer, 'repository'), request.inheritable);
  const head = { root: repository.headRoot, github: repository.headGithub, docs: repository.headDocs };
  const merged = mergeEntries(listEntries(repository), listEntries(head), changes ?? []);
  const mergedWanted = wantedOf(repository, pullRequest.headRefOid, merged, request.watched);
  const contents = await readContents(client, [...own.wanted, ...inherited.wanted, ...mergedWanted], cache);
  return {
    repositoryId: repository.databaseId,
    description: describe(repository),
    number: pullRequest.number,
    isOpen: pullRequest.state === 'OPEN',
    headSha: pullRequest.headRefOid,
    baseBranch: pullRequest.baseRefName,
    baseSha,
    changedPaths: changes ?? [],
    inherited: inherited.toFact(contents),
    before: own.toFact(contents),
    after: afterFact(repository, changes, merged, contents),
  };
}

function afterFact(
  repository: RepositoryAnswer & HeadAnswer,
  changes: readonly string[] | null,
  merged: readonly TreeEntry[],
  contents: Parameters<typeof contentsOf>[2],
): Fact<RepositoryFiles> {
  if (changes === null) return unavailable('GitHub does not list all files of this pull request: there are too many.');
  if (repository.headRoot === null) return unavailable('GitHub did not list the files of the pull request’s commit.');
  return known({ entries: toFiles(merged, contentsOf(repository.id, merged, contents)) });
}

/** All paths that the pull request changes, old names of renamed files included; null where GitHub lists not all. */
async function listChanges(
  client: Octokit,
  repository: RepositoryAnswer,
  pullRequest: PullRequestAnswer,
  nextPage: (cursor: string | null) => Promise<{ readonly data: Answer }>,
): Promise<string[] | null> {
  if (pullRequest.files === null || pullRequest.files.totalCount > MOST_FILES_LISTED) return null;
  const files = [...pullRequest.files.nodes];
  let { pageInfo } = pullRequest.files;
  while (pageInfo.hasNextPage) {
    const { data } = await nextPage(pageInfo.endCursor);
    const page = data.repository?.pullRequest?.files;
    if (page === null || page === undefined) return null;
    files.push(...page.nodes);
    pageInfo = page.pageInfo;
  }
  const paths = files.map(({ path }) => path);
  return files.some(({ changeType }) => changeType === 'RENAMED')
    ? [...paths, ...(await oldNames(client, repository, pullRequest.number))]
    : paths;
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
  return prefixes.filter((prefix) => COMMUNITY_FOLDERS.some((folder) => folder === splitPath(prefix).folder));
}
