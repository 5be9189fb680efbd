import type { Octokit } from '@octokit/rest';
import type { QueueCommit } from '../contributions/merge-queue.ts';
import { query } from './graphql.ts';

const QUERY = `query QueueCommits($id: ID!, $head: GitObjectID!, $after: String) { repository: node(id: $id) { ... on Repository {
  object(oid: $head) { ... on Commit { history(first: 100, after: $after) { pageInfo { hasNextPage endCursor }
    nodes { oid message parents(first: 2) { nodes { oid } } } } } } } } }`;

interface HistoryAnswer {
  readonly repository: {
    readonly object: {
      readonly history?: {
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        readonly nodes: readonly {
          readonly oid: string;
          readonly message: string;
          readonly parents: { readonly nodes: readonly { readonly oid: string }[] };
        }[];
      };
    } | null;
  } | null;
}

/** What a merge queue made: its commits back to the base, or to a merge; null where not all of them could be read. */
export type QueueCommits = readonly QueueCommit[] | null;

/** No pull request has more commits that are read. */
const MOST_PAGES = 50;

type History = NonNullable<NonNullable<HistoryAnswer['repository']>['object']>['history'];

async function readPage(reader: Octokit, variables: Readonly<Record<string, string | null>>): Promise<History> {
  const { data } = await query<HistoryAnswer>(reader, QUERY, variables);
  return data.repository?.object?.history;
}

/** Reads the commits that a merge queue put on top of a branch: one request for each hundred. */
export async function readQueueCommits(
  reader: Octokit,
  { repositoryNodeId, headSha, baseSha }: { repositoryNodeId: string; headSha: string; baseSha: string },
): Promise<QueueCommits> {
  const made: QueueCommit[] = [];
  const known = new Map<string, QueueCommit>();
  let next = headSha;
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const history = await readPage(reader, { id: repositoryNodeId, head: headSha, after });
    if (history === undefined) return null;
    for (const { oid, message, parents } of history.nodes) {
      known.set(oid, { sha: oid, message, parents: parents.nodes.map((parent) => parent.oid) });
    }
    // From each to the one below it: GitHub orders by date.
    for (let commit = known.get(next); commit !== undefined && next !== baseSha; commit = known.get(next)) {
      made.push(commit);
      const [below, another] = commit.parents;
      if (below === undefined || another !== undefined) return made;
      next = below;
    }
    if (next === baseSha) return made;
    if (!history.pageInfo.hasNextPage) return null;
    after = history.pageInfo.endCursor;
  }
  return null;
}
