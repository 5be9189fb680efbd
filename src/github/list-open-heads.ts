import type { Octokit } from '@octokit/rest';
import { query } from './graphql.ts';

/** An open pull request by its newest commit. */
export interface OpenHead {
  readonly number: number;
  readonly headSha: string;
  /** When anything last happened to it, comments included: ISO 8601, by GitHub's clock. */
  readonly updatedAt: string;
}

/** Some open pull requests of a repository, those that changed last first. */
export interface OpenHeads {
  readonly heads: readonly OpenHead[];
  /** Where the next ones begin; null where there are no more. */
  readonly next: string | null;
}

/** A connection of pull requests, as the queries ask for it. */
export interface HeadsAnswer {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly { readonly number: number; readonly headRefOid: string; readonly updatedAt: string }[];
}

const QUERY = `query OpenHeads($id: ID!, $after: String!) { repository: node(id: $id) { ... on Repository {
  pullRequests(states: OPEN, first: 100, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
    pageInfo { hasNextPage endCursor } nodes { number headRefOid updatedAt } } } } }`;

/** The next hundred, in one request. Pull requests that change meanwhile may come twice or be left out. */
export async function listOpenHeads(reader: Octokit, repositoryNodeId: string, after: string): Promise<OpenHeads> {
  const variables = { id: repositoryNodeId, after };
  const { data } = await query<{ readonly repository: { readonly pullRequests?: HeadsAnswer } | null }>(
    reader,
    QUERY,
    variables,
  );
  return toHeads(data.repository?.pullRequests);
}

export function toHeads(answer: HeadsAnswer | undefined): OpenHeads {
  if (answer === undefined) return { heads: [], next: null };
  const { pageInfo, nodes } = answer;
  return {
    heads: nodes.map(({ number, headRefOid, updatedAt }) => ({ number, headSha: headRefOid, updatedAt })),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}
