import type { Octokit } from '@octokit/rest';
import { query } from './graphql.ts';

/** `nodes` takes no more ids at once. */
const MOST_IDS = 100;

const QUERY = 'query CheckRuns($ids: [ID!]!) { runs: nodes(ids: $ids) { id ... on CheckRun { status } } }';

interface Answer {
  readonly runs: readonly ({ readonly id: string; readonly status?: string } | null)[];
}

/**
 * Which of these check runs wait to be completed, by node id. GitHub opens a run again when a person asks for it; when
 * that event is lost, only a look at the run tells.
 * @throws GitHubFailure where GitHub does not answer
 */
export async function openCheckRuns(client: Octokit, nodeIds: readonly string[]): Promise<ReadonlySet<string>> {
  const open = new Set<string>();
  for (let start = 0; start < nodeIds.length; start += MOST_IDS) {
    const ids = nodeIds.slice(start, start + MOST_IDS);
    const { data } = await query<Answer>(client, QUERY, { ids });
    for (const run of data.runs) if (run?.status !== undefined && run.status !== 'COMPLETED') open.add(run.id);
  }
  return open;
}
