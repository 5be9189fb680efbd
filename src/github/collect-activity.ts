import type { Octokit } from '@octokit/rest';
import { agentOfEmail } from '../contributions/agents.ts';
import { type Association, type Author, isInsider } from '../contributions/onboarding.ts';
import type { Activity, ChangeRequest, Release } from '../insights/chaoss/activity.ts';
import { type AuthorAnswer, CONVERSATION_AUTHOR, toAuthor } from './conversation-fields.ts';
import { isTooMuch } from './failure.ts';
import { errorsBelow, type GraphqlAnswer, query } from './graphql.ts';

/** Of so many repositories GitHub answers within its ten seconds; of fewer where it does not. */
export const REPOSITORIES_A_QUERY = 25;

const QUERY = `query Activity($ids: [ID!]!, $since: GitTimestamp!) { repositories: nodes(ids: $ids) { ... on Repository {
  id databaseId
  pullRequests(first: 50, orderBy: { field: CREATED_AT, direction: DESC }) { pageInfo { hasNextPage } nodes {
    id number createdAt closedAt merged mergedAt authorAssociation
    author { ...AuthorFields } mergedBy { ...AuthorFields }
    comments(first: 20) { nodes { createdAt author { ...AuthorFields } } }
    reviews(first: 20) { nodes { submittedAt author { ...AuthorFields } } } } }
  releases(first: 50, orderBy: { field: CREATED_AT, direction: DESC }) { pageInfo { hasNextPage }
    nodes { name tagName isDraft publishedAt } }
  defaultBranchRef { target { ... on Commit { history(first: 100, since: $since) { pageInfo { hasNextPage }
    nodes { author { name email user { databaseId } } } } } } }
} } }
${CONVERSATION_AUTHOR}`;

interface Page<T> {
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly nodes: readonly (T | null)[] | null;
}

interface PullAnswer {
  readonly id: string;
  readonly number: number;
  readonly createdAt: string;
  readonly closedAt: string | null;
  readonly merged: boolean;
  readonly mergedAt: string | null;
  readonly authorAssociation: Association;
  readonly author: AuthorAnswer | null;
  readonly mergedBy: AuthorAnswer | null;
  readonly comments: {
    readonly nodes: readonly ({ readonly createdAt: string; readonly author: AuthorAnswer | null } | null)[] | null;
  };
  readonly reviews: {
    readonly nodes:
      | readonly ({ readonly submittedAt: string | null; readonly author: AuthorAnswer | null } | null)[]
      | null;
  } | null;
}

interface CommitAnswer {
  readonly author: {
    readonly name: string | null;
    readonly email: string | null;
    readonly user: { readonly databaseId: number | null } | null;
  } | null;
}

interface RepositoryAnswer {
  readonly id: string;
  readonly databaseId: number;
  readonly pullRequests: Page<PullAnswer> | null;
  readonly releases: Page<{
    readonly name: string | null;
    readonly tagName: string;
    readonly isDraft: boolean;
    readonly publishedAt: string | null;
  }> | null;
  readonly defaultBranchRef: { readonly target: { readonly history?: Page<CommitAnswer> } | null } | null;
}

interface Answer {
  readonly repositories: readonly (RepositoryAnswer | null)[];
}

/** What was read, and of which repositories GitHub did not tell, and why not. Those that are gone are in neither list. */
export interface CollectedActivity {
  readonly activities: readonly Activity[];
  readonly unread: readonly { readonly nodeId: string; readonly reason: string }[];
}

export interface ActivityWish {
  /** Commits before this are not counted. */
  readonly since: Date;
  readonly now: Date;
  /** Which of some accounts belong to the organisation: GitHub tells an app of no membership that is kept private. */
  readonly membersAmong: (accountIds: readonly number[]) => Promise<ReadonlySet<number>>;
}

/**
 * Reads what happened around repositories: one request for all of them. Where GitHub cannot answer for so many, half of
 * them are asked for at a time. Of people nothing is kept but how many there are.
 * @param nodeIds at most `REPOSITORIES_A_QUERY`
 */
export async function collectActivity(
  reader: Octokit,
  nodeIds: readonly string[],
  wish: ActivityWish,
): Promise<CollectedActivity> {
  if (nodeIds.length === 0) return { activities: [], unread: [] };
  const answer = await askOrHalve(reader, nodeIds, wish.since);
  if (answer === 'too-much') {
    const half = Math.ceil(nodeIds.length / 2);
    const first = await collectActivity(reader, nodeIds.slice(0, half), wish);
    const second = await collectActivity(reader, nodeIds.slice(half), wish);
    return { activities: [...first.activities, ...second.activities], unread: [...first.unread, ...second.unread] };
  }
  const members = await wish.membersAmong(authorsIn(answer.data));
  const activities: Activity[] = [];
  const unread: { nodeId: string; reason: string }[] = [];
  for (const [index, nodeId] of nodeIds.entries()) {
    const repository = answer.data.repositories[index] ?? null;
    const error = errorsBelow(answer, ['repositories', index]).find(({ type }) => type !== 'NOT_FOUND');
    if (error !== undefined) unread.push({ nodeId, reason: error.message });
    // What is no repository to us (any more) has no id.
    else if (repository?.databaseId !== undefined) activities.push(toActivity(repository, wish.now, members));
  }
  return { activities, unread };
}

async function askOrHalve(
  reader: Octokit,
  ids: readonly string[],
  since: Date,
): Promise<GraphqlAnswer<Answer> | 'too-much'> {
  const isDivisible = ids.length > 1;
  try {
    const answer = await query<Answer>(reader, QUERY, { ids, since: since.toISOString() });
    return isDivisible && answer.errors.some(({ type }) => type === 'RESOURCE_LIMITS_EXCEEDED') ? 'too-much' : answer;
  } catch (error) {
    if (isDivisible && isTooMuch(error)) return 'too-much';
    throw error;
  }
}

function authorsIn({ repositories }: Answer): number[] {
  return repositories.flatMap((repository) =>
    nodesOf(repository?.pullRequests).flatMap((pull) => toAuthor(pull.author, pull.authorAssociation)?.id ?? []),
  );
}

function toActivity(answer: RepositoryAnswer, now: Date, members: ReadonlySet<number>): Activity {
  const { databaseId: repositoryId, pullRequests, releases, defaultBranchRef } = answer;
  const history = defaultBranchRef?.target?.history;
  return {
    repositoryId,
    readAt: now.toISOString(),
    changeRequests: nodesOf(pullRequests).flatMap((pull) => toChangeRequest(pull, members)),
    releases: nodesOf(releases).flatMap(({ name, tagName, isDraft, publishedAt }): Release[] =>
      isDraft || publishedAt === null ? [] : [{ name: name || tagName, publishedAt: inFull(publishedAt) }],
    ),
    commits: commitsByPerson(nodesOf(history)),
    isCut: {
      changeRequests: pullRequests?.pageInfo.hasNextPage ?? false,
      releases: releases?.pageInfo.hasNextPage ?? false,
      commits: history?.pageInfo.hasNextPage ?? false,
    },
  };
}

function nodesOf<T>(page: { readonly nodes: readonly (T | null)[] | null } | null | undefined): T[] {
  return (page?.nodes ?? []).flatMap((node) => node ?? []);
}

/** Those of programs are left out; those of accounts that are gone count, as people's. */
function toChangeRequest(pull: PullAnswer, members: ReadonlySet<number>): ChangeRequest[] {
  const author = toAuthor(pull.author, pull.authorAssociation);
  if (pull.author !== null && author?.isPerson !== true) return [];
  return [
    {
      nodeId: pull.id,
      number: pull.number,
      isOutside: author === null || !isInsider(author, members),
      openedAt: inFull(pull.createdAt),
      closedAt: pull.closedAt === null ? null : inFull(pull.closedAt),
      isMerged: pull.merged,
      firstResponseAt: firstResponse(pull, author),
    },
  ];
}

function firstResponse({ comments, reviews, mergedAt, mergedBy }: PullAnswer, author: Author | null): string | null {
  const words = [
    ...nodesOf(comments).map(({ createdAt, author: by }) => ({ at: createdAt, by })),
    ...nodesOf(reviews).flatMap(({ submittedAt, author: by }) =>
      submittedAt === null ? [] : [{ at: submittedAt, by }],
    ),
    ...(mergedAt === null ? [] : [{ at: mergedAt, by: mergedBy }]),
  ];
  const times = words.flatMap(({ at, by }) => {
    const isPerson = by?.__typename === 'User' && by.databaseId != null;
    return isPerson && by.databaseId !== author?.id ? [inFull(at)] : [];
  });
  return times.toSorted()[0] ?? null;
}

/** GitHub leaves the milliseconds out; with them, moments compare as texts. */
function inFull(at: string): string {
  return new Date(at).toISOString();
}

function commitsByPerson(commits: readonly CommitAnswer[]): number[] {
  const counts = new Map<string, number>();
  for (const { author } of commits) {
    const person = personOf(author);
    if (person !== null) counts.set(person, (counts.get(person) ?? 0) + 1);
  }
  return [...counts.values()].toSorted((a, b) => b - a);
}

/** By their account, else by their address. null for programs, and where nobody is named. */
function personOf(author: CommitAnswer['author']): string | null {
  const { name = null, email = null, user = null } = author ?? {};
  if (user?.databaseId != null) return agentOfEmail(email) === null ? `account ${user.databaseId}` : null;
  if (email === null || agentOfEmail(email) !== null) return null;
  const isBot = name?.endsWith('[bot]') === true || email.includes('[bot]@');
  return isBot ? null : `address ${email.toLowerCase()}`;
}
