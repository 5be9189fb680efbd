import type { Octokit } from '@octokit/rest';
import { type Fact, known, unavailable } from '../core/fact.ts';
import {
  type CommitHistory,
  domainsOf,
  type PublicationFacts,
  type SecretScanning,
} from '../core/publication-facts.ts';
import { GitHubFailure } from './failure.ts';
import { type GraphqlAnswer, query } from './graphql.ts';

/** So many pages of a hundred commits are read, the newest first. */
const MOST_PAGES = 20;

const HISTORY = `query History($id: ID!, $after: String) {
  node(id: $id) { ... on Repository { defaultBranchRef { target { ... on Commit {
    history(first: 100, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { committedDate author { email } } } } } } } }
}`;

interface HistoryAnswer {
  readonly node: {
    readonly defaultBranchRef: { readonly target: { readonly history?: HistoryPage } | null } | null;
  } | null;
}

interface HistoryPage {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly ({
    readonly committedDate: string;
    readonly author: { readonly email: string | null } | null;
  } | null)[];
}

export interface PublicationSubject {
  readonly owner: string;
  readonly name: string;
  readonly nodeId: string;
  /** Of the default branch; null: it has no commit. */
  readonly headSha: string | null;
}

/**
 * Reads what becomes public with a repository: settings and size by one request, the list of files by one, and the
 * history by one for each hundred commits, up to 2,000.
 * @throws GitHubFailure for what another try may mend; what we may not see is an unavailable fact
 */
export async function collectPublication(reader: Octokit, subject: PublicationSubject): Promise<PublicationFacts> {
  const where = { owner: subject.owner, repo: subject.name };
  const { data } = await reader.rest.repos.get(where);
  return {
    kilobytes: known(data.size),
    secretScanning: scanningOf(data.security_and_analysis),
    paths: subject.headSha === null ? known([]) : await seen(() => readPaths(reader, where, subject.headSha ?? '')),
    history: await seen(() => readHistory(reader, subject.nodeId)),
  };
}

interface Analysis {
  readonly secret_scanning?: { readonly status?: string };
  readonly secret_scanning_push_protection?: { readonly status?: string };
}

/** @see https://docs.github.com/en/rest/repos/repos#get-a-repository */
function scanningOf(analysis: Analysis | null | undefined): Fact<SecretScanning> {
  const status = analysis?.secret_scanning?.status;
  if (status === undefined) {
    return unavailable('GitHub shows this setting only to administrators: see “Advanced Security” in the settings.');
  }
  const stopsPushes = analysis?.secret_scanning_push_protection?.status === 'enabled';
  return known({ isOn: status === 'enabled', stopsPushes });
}

async function readPaths(
  reader: Octokit,
  where: { readonly owner: string; readonly repo: string },
  headSha: string,
): Promise<Fact<readonly string[]>> {
  const { data } = await reader.rest.git.getTree({ ...where, tree_sha: headSha, recursive: '1' });
  if (data.truncated) return unavailable('It has more files than GitHub lists at once.');
  return known(data.tree.flatMap(({ path, type }) => (type === 'tree' || path === undefined ? [] : [path])));
}

async function readHistory(reader: Octokit, id: string): Promise<Fact<CommitHistory>> {
  const addresses: string[] = [];
  let read = 0;
  let since: string | null = null;
  let after: string | null = null;
  for (let page = 1; ; page += 1) {
    const answer: GraphqlAnswer<HistoryAnswer> = await query<HistoryAnswer>(reader, HISTORY, { id, after });
    const history: HistoryPage | undefined = answer.data.node?.defaultBranchRef?.target?.history;
    if (history === undefined) {
      const [error] = answer.errors;
      if (error !== undefined) return unavailable(`GitHub did not show the history: ${error.message}`);
      return known({ commits: 0, read: 0, since: null, domains: [] });
    }
    for (const commit of history.nodes) {
      read += 1;
      since = commit?.committedDate ?? since;
      addresses.push(commit?.author?.email ?? '');
    }
    after = history.pageInfo.endCursor;
    if (!history.pageInfo.hasNextPage || page === MOST_PAGES) {
      return known({ commits: history.totalCount, read, since, domains: domainsOf(addresses) });
    }
  }
}

async function seen<T>(read: () => Promise<Fact<T>>): Promise<Fact<T>> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof GitHubFailure) || !['forbidden', 'not-found'].includes(error.kind)) throw error;
    return unavailable(`GitHub does not show it: ${error.message}`);
  }
}
