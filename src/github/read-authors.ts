import type { Octokit } from '@octokit/rest';
import { type AuthorAnswer, CONVERSATION_AUTHOR } from './conversation-fields.ts';
import { query } from './graphql.ts';

const QUERY = `query Authors($ids: [ID!]!) { pulls: nodes(ids: $ids) { ... on PullRequest { author { ...AuthorFields } } } }
${CONVERSATION_AUTHOR}`;

interface Answer {
  readonly pulls: readonly ({ readonly author?: AuthorAnswer | null } | null)[];
}

/** `nodes` takes no more ids at once. */
export const MOST_PULL_REQUESTS = 100;

/**
 * Logins of the people who opened these pull requests, each once, by the alphabet. Programs and accounts that are gone
 * are left out. One request.
 * @param nodeIds at most `MOST_PULL_REQUESTS`
 */
export async function readAuthors(reader: Octokit, nodeIds: readonly string[]): Promise<string[]> {
  if (nodeIds.length === 0) return [];
  const { data } = await query<Answer>(reader, QUERY, { ids: nodeIds });
  const logins = data.pulls.flatMap((pull) => (pull?.author?.__typename === 'User' ? [pull.author.login] : []));
  return [...new Set(logins)].toSorted((a, b) => a.localeCompare(b, 'en'));
}
