import type { Octokit } from '@octokit/rest';
import type { Fact } from '../core/fact.ts';
import type { InheritedFiles, RepositoryFiles, WatchedFiles } from '../core/files.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import { GitHubFailure } from './failure.ts';
import { type GraphqlAnswer, query } from './graphql.ts';
import { type ContentCache, readContents } from './read-contents.ts';
import { describe, describeFiles, describeInherited } from './repository-facts.ts';
import { REPOSITORY_FIELDS, type RepositoryAnswer } from './repository-fields.ts';
import { STANDING_FIELDS, type StandingThing } from './standing.ts';

/** Which repositories, and what of them is to be read. */
export interface RepositoriesRequest {
  /** GraphQL node ids: they survive renames and transfers. */
  readonly nodeIds: readonly string[];
  readonly watched: readonly WatchedFiles[];
  /** Those of the watched files that a repository inherits from the organisation's `.github` repository. */
  readonly inheritable: readonly WatchedFiles[];
  /** Node ids of what we keep on GitHub about them. */
  readonly standing: readonly string[];
  /** Whether the heads of open pull requests are wanted too. */
  readonly withPullRequests: boolean;
}

/** One repository as it was read at one moment. */
export interface CollectedRepository {
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly headSha: string | null;
  readonly description: RepositoryDescription;
  readonly files: Fact<RepositoryFiles>;
  readonly inherited: Fact<InheritedFiles>;
  /** What we keep on GitHub about the requested repositories, by node id; what is gone is absent. */
  readonly standing: ReadonlyMap<string, StandingThing>;
  readonly openPullRequests: readonly { readonly number: number; readonly headSha: string }[];
}

type Answer = {
  readonly repositories: readonly ((RepositoryAnswer & PullRequestsAnswer) | null)[];
  readonly standing: readonly (StandingThing | null)[];
};

interface PullRequestsAnswer {
  readonly pullRequests?: { readonly nodes: readonly { readonly number: number; readonly headRefOid: string }[] };
}

const QUERY = `query Repositories($ids: [ID!]!, $standing: [ID!]!, $withPullRequests: Boolean!) {
  repositories: nodes(ids: $ids) { ...RepositoryFields ... on Repository {
    pullRequests(states: OPEN, first: 50, orderBy: { field: UPDATED_AT, direction: DESC }) @include(if: $withPullRequests) {
      nodes { number headRefOid } } } }
  standing: nodes(ids: $standing) { ...StandingFields }
}
${REPOSITORY_FIELDS}
${STANDING_FIELDS}`;

/**
 * Reads repositories, what they inherit and what we keep about them: one request for all, and one for each hundred blobs
 * never read before. Where GitHub cannot answer for so many, half of them are asked for at a time.
 * @returns those that are still there and ours to see, in the order asked for
 */
export async function collectRepositories(
  client: Octokit,
  request: RepositoriesRequest,
  cache: ContentCache,
): Promise<CollectedRepository[]> {
  const answer = await askOrHalve(client, request);
  if (answer === 'too-much') {
    const half = Math.ceil(request.nodeIds.length / 2);
    const parts = [request.nodeIds.slice(0, half), request.nodeIds.slice(half)];
    const collected = [];
    for (const nodeIds of parts) collected.push(...(await collectRepositories(client, { ...request, nodeIds }, cache)));
    return collected;
  }
  const standing = new Map(
    answer.data.standing.flatMap((thing) => (thing?.id === undefined ? [] : [[thing.id, thing]])),
  );
  const readings = answer.data.repositories
    .map((repository, index) => ({ repository, index }))
    .flatMap(({ repository, index }) =>
      repository?.databaseId === undefined ? [] : [read(repository, index, answer, request)],
    );
  const contents = await readContents(
    client,
    readings.flatMap(({ own, inherited }) => [...own.wanted, ...inherited.wanted]),
    cache,
  );
  return readings.map(({ repository, own, inherited }) => ({
    nodeId: repository.id,
    repositoryId: repository.databaseId,
    headSha: repository.defaultBranchRef?.target?.oid ?? null,
    description: describe(repository),
    files: own.toFact(contents),
    inherited: inherited.toFact(contents),
    standing,
    openPullRequests: (repository.pullRequests?.nodes ?? []).map(({ number, headRefOid }) => ({
      number,
      headSha: headRefOid,
    })),
  }));
}

function read(
  repository: RepositoryAnswer & PullRequestsAnswer,
  index: number,
  answer: GraphqlAnswer<Answer>,
  request: RepositoriesRequest,
) {
  return {
    repository,
    own: describeFiles(repository, repository.defaultBranchRef?.target?.oid ?? null, request.watched),
    inherited: describeInherited(repository, errorBelow(answer, index), request.inheritable),
  };
}

/** The error that made something below one repository null, if any. */
function errorBelow(answer: GraphqlAnswer<unknown>, index: number) {
  return answer.errors.find(({ path }) => path?.[0] === 'repositories' && path[1] === index);
}

async function askOrHalve(client: Octokit, request: RepositoriesRequest): Promise<GraphqlAnswer<Answer> | 'too-much'> {
  const isDivisible = request.nodeIds.length > 1;
  try {
    const { nodeIds: ids, standing, withPullRequests } = request;
    const answer = await query<Answer>(client, QUERY, { ids, standing, withPullRequests });
    const isCut = answer.errors.some(({ type }) => type === 'RESOURCE_LIMITS_EXCEEDED');
    return isCut && isDivisible ? 'too-much' : answer;
  } catch (error) {
    if (isDivisible && error instanceof GitHubFailure && (error.status === 502 || error.status === 504))
      return 'too-much';
    throw error;
  }
}
