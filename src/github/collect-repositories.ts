import type { Octokit } from '@octokit/rest';
import { CODE_OWNERS_NOT_LOOKED_UP, type CodeOwnersReport } from '../core/code-owners.ts';
import { type Fact, known } from '../core/fact.ts';
import type { InheritedFiles, RepositoryFiles, WatchedFiles } from '../core/files.ts';
import type { MergeSettings } from '../core/sign-off-settings.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import { GitHubFailure, isTooMuch } from './failure.ts';
import { errorsBelow, type GraphqlAnswer, isForbidden, query } from './graphql.ts';
import { type HeadsAnswer, type OpenHeads, toHeads } from './list-open-heads.ts';
import { describeMergeSettings, MERGE_SETTINGS, type MergeSettingsAnswer } from './merge-settings.ts';
import { type ContentCache, readContents } from './read-contents.ts';
import {
  type CodeOwnersAnswer,
  describe,
  describeCodeOwners,
  describeFiles,
  describeInherited,
} from './repository-facts.ts';
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
  /** Whether GitHub is to look through CODEOWNERS files: it looks up each owner for that. */
  readonly withCodeOwners: boolean;
  /** Whether the settings are wanted by which sign-offs are kept or lost. */
  readonly withMergeSettings: boolean;
}

/** One repository as it was read at one moment. */
export interface CollectedRepository {
  readonly nodeId: string;
  readonly repositoryId: number;
  readonly headSha: string | null;
  readonly createdAt: Date;
  readonly description: RepositoryDescription;
  readonly files: Fact<RepositoryFiles>;
  readonly inherited: Fact<InheritedFiles>;
  readonly codeOwners: Fact<CodeOwnersReport>;
  readonly mergeSettings: Fact<MergeSettings>;
  /** What we keep on GitHub about the requested repositories, by node id; what is gone is absent. */
  readonly standing: ReadonlyMap<string, StandingThing>;
  /** The first of them. */
  readonly openPullRequests: OpenHeads;
}

type Answer = {
  readonly repositories: readonly (
    | (RepositoryAnswer & PullRequestsAnswer & CodeOwnersAnswer & MergeSettingsAnswer)
    | null
  )[];
  readonly standing: readonly (StandingThing | null)[];
};

interface PullRequestsAnswer {
  readonly pullRequests?: HeadsAnswer;
}

const QUERY = `query Repositories($ids: [ID!]!, $standing: [ID!]!, $withPullRequests: Boolean!, $withCodeOwners: Boolean!, $withMergeSettings: Boolean!) {
  repositories: nodes(ids: $ids) { ...RepositoryFields ... on Repository {
    pullRequests(states: OPEN, first: 50, orderBy: { field: UPDATED_AT, direction: DESC }) @include(if: $withPullRequests) {
      pageInfo { hasNextPage endCursor } nodes { number headRefOid updatedAt } }
    codeowners @include(if: $withCodeOwners) { errors { path line column kind } }
    ...MergeSettings @include(if: $withMergeSettings) } }
  standing: nodes(ids: $standing) { ...StandingFields }
}
${REPOSITORY_FIELDS}
${MERGE_SETTINGS}
${STANDING_FIELDS}`;

/** A repository that GitHub would not tell of: neither there nor gone. */
export interface UnreadRepository {
  readonly nodeId: string;
  readonly reason: string;
}

/** In the order asked for. Those that are gone, or no longer ours to see, are in neither list. */
export interface CollectedRepositories {
  readonly collected: readonly CollectedRepository[];
  readonly unread: readonly UnreadRepository[];
}

/**
 * Reads repositories, what they inherit and what we keep about them: one request for all, and one for each hundred blobs
 * never read before. Where GitHub cannot answer for so many, half of them are asked for at a time.
 */
export async function collectRepositories(
  client: Octokit,
  request: RepositoriesRequest,
  cache: ContentCache,
): Promise<CollectedRepositories> {
  const beyond = await readStanding(client, request.standing.slice(MOST_IDS));
  const within = { ...request, standing: request.standing.slice(0, MOST_IDS) };
  const { collected, unread } = await collectPart(client, within, cache);
  if (beyond.size === 0) return { collected, unread };
  const whole = collected.map((repository) => ({
    ...repository,
    standing: new Map([...repository.standing, ...beyond]),
  }));
  return { collected: whole, unread };
}

/** `nodes` takes no more ids at once. */
const MOST_IDS = 100;

const STANDING_QUERY = `query Standing($standing: [ID!]!) { standing: nodes(ids: $standing) { ...StandingFields } }
${STANDING_FIELDS}`;

/** What of ours does not fit into the query for the repositories. */
async function readStanding(client: Octokit, ids: readonly string[]): Promise<Map<string, StandingThing>> {
  const things = new Map<string, StandingThing>();
  for (let start = 0; start < ids.length; start += MOST_IDS) {
    const standing = ids.slice(start, start + MOST_IDS);
    const answer = await query<Pick<Answer, 'standing'>>(client, STANDING_QUERY, { standing });
    for (const [id, thing] of standingOf(answer)) things.set(id, thing);
  }
  return things;
}

async function collectPart(
  client: Octokit,
  request: RepositoriesRequest,
  cache: ContentCache,
): Promise<CollectedRepositories> {
  const answer = await askOrHalve(client, request);
  if (answer === 'too-much') {
    return collectHalves(client, request, cache);
  }
  const standing = standingOf(answer);
  const readings = answer.data.repositories.flatMap((repository, index) =>
    repository?.databaseId === undefined ? [] : [read(repository, index, answer, request)],
  );
  const contents = await readContents(
    client,
    readings.flatMap(({ own, inherited }) => [...own.wanted, ...inherited.wanted]),
    cache,
  );
  const collected = readings.map(({ repository, own, inherited, codeOwners, mergeSettings }) => ({
    nodeId: repository.id,
    repositoryId: repository.databaseId,
    headSha: repository.defaultBranchRef?.target?.oid ?? null,
    createdAt: new Date(repository.createdAt),
    description: describe(repository),
    files: own.toFact(contents),
    inherited: inherited.toFact(contents),
    codeOwners,
    mergeSettings,
    standing,
    openPullRequests: toHeads(repository.pullRequests),
  }));
  return { collected, unread: unreadOf(answer, request) };
}

/**
 * What GitHub cannot answer for even alone is left unread, as long as it answers for others: one repository in trouble
 * keeps no other from being seen, and an outage is not taken for the trouble of one.
 */
async function collectHalves(
  client: Octokit,
  request: RepositoriesRequest,
  cache: ContentCache,
): Promise<CollectedRepositories> {
  const half = Math.ceil(request.nodeIds.length / 2);
  const parts = [request.nodeIds.slice(0, half), request.nodeIds.slice(half)];
  const collected: CollectedRepository[] = [];
  const unread: UnreadRepository[] = [];
  let failures = 0;
  for (const nodeIds of parts) {
    try {
      const part = await collectPart(client, { ...request, nodeIds }, cache);
      collected.push(...part.collected);
      unread.push(...part.unread);
    } catch (error) {
      failures += 1;
      if (!isTooMuch(error) || failures === parts.length) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      unread.push(...nodeIds.map((nodeId) => ({ nodeId, reason })));
    }
  }
  return { collected, unread };
}

/** What is not found is gone; what failed to be read is not, and taking it for gone would make it a second time. */
function standingOf(answer: GraphqlAnswer<Pick<Answer, 'standing'>>): Map<string, StandingThing> {
  const failed = errorsBelow(answer, ['standing']).find(({ below, type }) => below.length > 0 && type !== 'NOT_FOUND');
  if (failed !== undefined) {
    const kind = isForbidden(failed) ? 'not-granted' : 'outage';
    throw new GitHubFailure(kind, 'POST /graphql', failed.message, { status: 200 });
  }
  return new Map(answer.data.standing.flatMap((thing) => (thing?.id === undefined ? [] : [[thing.id, thing]])));
}

function unreadOf(answer: GraphqlAnswer<Answer>, { nodeIds }: RepositoriesRequest): UnreadRepository[] {
  return answer.data.repositories.flatMap((repository, index) => {
    const nodeId = nodeIds[index];
    if (repository !== null || nodeId === undefined) return [];
    const error = errorsBelow(answer, ['repositories', index]).find(({ type }) => type !== 'NOT_FOUND');
    return error === undefined ? [] : [{ nodeId, reason: error.message }];
  });
}

function read(
  repository: RepositoryAnswer & PullRequestsAnswer & CodeOwnersAnswer & MergeSettingsAnswer,
  index: number,
  answer: GraphqlAnswer<Answer>,
  request: RepositoriesRequest,
) {
  const errors = errorsBelow(answer, ['repositories', index]);
  return {
    repository,
    own: describeFiles(repository, errors, request.watched),
    inherited: describeInherited(repository, errors, request.inheritable),
    codeOwners: request.withCodeOwners ? describeCodeOwners(repository, errors) : known(CODE_OWNERS_NOT_LOOKED_UP),
    mergeSettings: describeMergeSettings(repository, errors),
  };
}

async function askOrHalve(client: Octokit, request: RepositoriesRequest): Promise<GraphqlAnswer<Answer> | 'too-much'> {
  const isDivisible = request.nodeIds.length > 1;
  try {
    const { nodeIds: ids, standing, withPullRequests, withCodeOwners, withMergeSettings } = request;
    const answer = await query<Answer>(client, QUERY, {
      ids,
      standing,
      withPullRequests,
      withCodeOwners,
      withMergeSettings,
    });
    const isCut = answer.errors.some(({ type }) => type === 'RESOURCE_LIMITS_EXCEEDED');
    return isCut && isDivisible ? 'too-much' : answer;
  } catch (error) {
    if (isDivisible && isTooMuch(error)) return 'too-much';
    throw error;
  }
}
