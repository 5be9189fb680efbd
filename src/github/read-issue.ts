import type { Octokit } from '@octokit/rest';
import { GitHubFailure } from './failure.ts';
import { query } from './graphql.ts';

/**
 * How an issue of ours stands.
 * @throws GitHubFailure when GitHub does not tell: only its word that the node does not exist is proof
 */
export async function readStandingIssue(reader: Octokit, nodeId: string): Promise<'open' | 'closed' | 'deleted'> {
  const { data, errors } = await query<{ readonly node: { readonly state?: 'OPEN' | 'CLOSED' } | null }>(
    reader,
    'query HeldIssue($id: ID!) { node(id: $id) { __typename ... on Issue { state } } }',
    { id: nodeId },
  );
  if (data.node === null) {
    const error = errors.find(({ type }) => type !== 'NOT_FOUND');
    if (error !== undefined) throw new GitHubFailure('outage', 'POST /graphql', error.message, { status: 200 });
    return 'deleted';
  }
  return data.node.state === 'OPEN' ? 'open' : 'closed';
}
