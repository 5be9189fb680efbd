import type { Octokit } from '@octokit/rest';
import { GitHubFailure } from './failure.ts';
import { query } from './graphql.ts';
import { type FolderAnswer, type FolderFile, filesIn } from './read-configuration.ts';

const QUERY = `query Folder($id: ID!, $expression: String!) {
  repository: node(id: $id) { ... on Repository { folder: object(expression: $expression) { ... on Tree {
    entries { name type object { ... on Blob { text byteSize } } } } } } }
}`;

/**
 * The files of one folder of a repository at a commit; none where there is no such folder.
 * @param nodeId the repository's
 */
export async function readFolder(
  client: Octokit,
  nodeId: string,
  { commit, folder }: { readonly commit: string; readonly folder: string },
): Promise<readonly FolderFile[]> {
  const { data, errors } = await query<{ readonly repository: { readonly folder?: FolderAnswer | null } | null }>(
    client,
    QUERY,
    { id: nodeId, expression: `${commit}:${folder}` },
  );
  const [error] = errors;
  if (data.repository === null || error !== undefined) {
    throw new GitHubFailure('outage', 'POST /graphql', error?.message ?? 'no repository and no error');
  }
  return filesIn(data.repository.folder ?? null);
}
