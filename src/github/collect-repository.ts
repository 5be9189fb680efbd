import type { Octokit } from '@octokit/rest';
import { type Fact, known, unavailable } from '../core/fact.ts';
import type { FileContent, InheritedFiles, RepositoryFiles, WatchedFiles } from '../core/files.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import { GitHubFailure } from './failure.ts';
import { entriesToRead, listEntries, type TreeEntry, toFiles } from './file-entries.ts';
import { errorAt, type GraphqlAnswer, query } from './graphql.ts';
import { type ContentCache, contentKey, readContents, type WantedFile } from './read-contents.ts';
import { REPOSITORY_FIELDS, type RepositoryAnswer, type TreeAnswer } from './repository-fields.ts';
import { STANDING_FIELDS, type StandingThing } from './standing.ts';

/** Which repository, and what of it is to be read. */
export interface RepositoryRequest {
  /** GraphQL node id: it survives renames and transfers. */
  readonly nodeId: string;
  readonly watched: readonly WatchedFiles[];
  /** Those of the watched files that a repository inherits from the organisation's `.github` repository. */
  readonly inheritable: readonly WatchedFiles[];
  /** Node ids of what we keep on GitHub about it. */
  readonly standing: readonly string[];
}

/** One repository as it was read at one moment. */
export interface CollectedRepository {
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly headSha: string | null;
  readonly description: RepositoryDescription;
  readonly files: Fact<RepositoryFiles>;
  readonly inherited: Fact<InheritedFiles>;
  /** What we keep on GitHub about it, by node id; what is gone is absent. */
  readonly standing: ReadonlyMap<string, StandingThing>;
}

interface CommunityAnswer {
  readonly name: string;
  readonly visibility: string;
  readonly id: string;
  readonly head: { readonly oid: string } | null;
  readonly root: TreeAnswer | null;
  readonly github: TreeAnswer | null;
  readonly docs: TreeAnswer | null;
}

interface Answer {
  readonly repository: (RepositoryAnswer & { readonly owner: { readonly community: CommunityAnswer | null } }) | null;
  readonly standing: readonly (StandingThing | null)[];
}

const QUERY = `query Repository($id: ID!, $standing: [ID!]!) {
  repository: node(id: $id) { ... on Repository { ...RepositoryFields owner { community: repository(name: ".github") {
    id name visibility head: object(expression: "HEAD") { oid }
    root: object(expression: "HEAD:") { ...Entries }
    github: object(expression: "HEAD:.github") { ...Entries }
    docs: object(expression: "HEAD:docs") { ...Entries }
  } } } }
  standing: nodes(ids: $standing) { ...StandingFields }
}
${REPOSITORY_FIELDS}
${STANDING_FIELDS}`;

/**
 * Reads one repository, what it inherits and what we keep about it: one request, and one more for blobs never read.
 * @returns null when the repository is gone or no longer ours to see
 */
export async function collectRepository(
  client: Octokit,
  request: RepositoryRequest,
  cache: ContentCache,
): Promise<CollectedRepository | null> {
  const answer = await query<Answer>(client, QUERY, { id: request.nodeId, standing: request.standing });
  const { repository } = answer.data;
  if (repository === null || repository.databaseId === undefined) return null;
  const { community } = repository.owner;
  const own = describeFiles(repository, repository.defaultBranchRef?.target?.oid ?? null, request.watched);
  const inherited = describeInherited(repository, community, answer, request.inheritable);
  const contents = await readContents(client, [...own.wanted, ...inherited.wanted], cache);
  return {
    nodeId: repository.id,
    repositoryId: repository.databaseId,
    headSha: repository.defaultBranchRef?.target?.oid ?? null,
    description: describe(repository),
    files: own.toFact(contents),
    inherited: inherited.toFact(contents),
    standing: new Map(answer.data.standing.flatMap((thing) => (thing?.id === undefined ? [] : [[thing.id, thing]]))),
  };
}

function describe(repository: RepositoryAnswer): RepositoryDescription {
  return {
    owner: repository.owner.login,
    name: repository.name,
    description: repository.description,
    visibility: VISIBILITY[repository.visibility],
    isArchived: repository.isArchived,
    isFork: repository.isFork,
    isTemplate: repository.isTemplate,
    isMirror: repository.isMirror,
    isEmpty: repository.isEmpty,
    hasIssues: repository.hasIssuesEnabled,
    defaultBranch: repository.defaultBranchRef?.name ?? null,
    primaryLanguage: repository.primaryLanguage?.name ?? null,
    topics: repository.repositoryTopics.nodes.map(({ topic }) => topic.name),
  };
}

const VISIBILITY = { PUBLIC: 'public', PRIVATE: 'private', INTERNAL: 'internal' } as const;

interface Reading<T> {
  readonly wanted: readonly WantedFile[];
  readonly toFact: (contents: ReadonlyMap<string, FileContent>) => Fact<T>;
}

function describeFiles(
  repository: RepositoryAnswer,
  commit: string | null,
  watched: readonly WatchedFiles[],
): Reading<RepositoryFiles> {
  if (repository.isEmpty || commit === null) return { wanted: [], toFact: () => known({ entries: [] }) };
  if (repository.root?.entries === null || repository.root === null) {
    return { wanted: [], toFact: () => unavailable('GitHub did not list the files of the default branch.') };
  }
  const entries = listEntries(repository);
  const origin = { repositoryId: repository.id, owner: repository.owner.login, name: repository.name, commit };
  const wanted = entriesToRead(entries, watched).map((entry) => ({ ...entry, ...origin }));
  return {
    wanted,
    toFact: (contents) => known({ entries: toFiles(entries, contentsOf(repository.id, entries, contents)) }),
  };
}

/**
 * Only a public `.github` repository hands files down. That there is none must be proved: any error but "not found"
 * leaves the fact unavailable.
 * @see https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file
 */
function describeInherited(
  repository: RepositoryAnswer,
  community: CommunityAnswer | null,
  answer: GraphqlAnswer<unknown>,
  inheritable: readonly WatchedFiles[],
): Reading<InheritedFiles> {
  const source = `${repository.owner.login}/.github`;
  const error = errorAt(answer, 'repository');
  if (community === null && error !== undefined && error.type !== 'NOT_FOUND') {
    return { wanted: [], toFact: () => unavailable(`GitHub did not say what ${source} holds: ${error.message}`) };
  }
  const isSelf = repository.name === '.github';
  if (community === null || community.visibility !== 'PUBLIC' || community.head === null || isSelf) {
    return { wanted: [], toFact: () => known({ source, entries: [] }) };
  }
  const origin = {
    repositoryId: community.id,
    owner: repository.owner.login,
    name: community.name,
    commit: community.head.oid,
  };
  const entries = listEntries(community);
  const wanted = entriesToRead(entries, inheritable).map((entry) => ({ ...entry, ...origin }));
  return {
    wanted,
    toFact: (contents) => known({ source, entries: toFiles(wanted, contentsOf(community.id, wanted, contents)) }),
  };
}

function contentsOf(
  repositoryId: string,
  entries: readonly TreeEntry[],
  contents: ReadonlyMap<string, FileContent>,
): Map<string, FileContent> {
  return new Map(
    entries.flatMap(({ path }) => {
      const content = contents.get(contentKey(repositoryId, path));
      return content === undefined ? [] : [[path, content]];
    }),
  );
}

/** A failure that will go away by itself or by somebody else's doing, and tells nothing of the repository. */
export function isPassing(error: unknown): error is GitHubFailure {
  return error instanceof GitHubFailure && ['outage', 'limited', 'unauthorized'].includes(error.kind);
}
