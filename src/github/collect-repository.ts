import type { Octokit } from '@octokit/rest';
import type { Fact } from '../core/fact.ts';
import type { InheritedFiles, RepositoryFiles, WatchedFiles } from '../core/files.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import { query } from './graphql.ts';
import { type ContentCache, readContents } from './read-contents.ts';
import { describe, describeFiles, describeInherited } from './repository-facts.ts';
import { REPOSITORY_FIELDS, type RepositoryAnswer } from './repository-fields.ts';
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

interface Answer {
  readonly repository: RepositoryAnswer | null;
  readonly standing: readonly (StandingThing | null)[];
}

const QUERY = `query Repository($id: ID!, $standing: [ID!]!) {
  repository: node(id: $id) { ...RepositoryFields }
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
  const own = describeFiles(repository, repository.defaultBranchRef?.target?.oid ?? null, request.watched);
  const inherited = describeInherited(repository, answer, request.inheritable);
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
