import type { Octokit } from '@octokit/rest';
import { LARGEST_FILE_READ } from '../core/files.ts';
import { GitHubFailure } from './failure.ts';
import { isForbidden, query } from './graphql.ts';

/** A file on a default branch. Only a proven absence is absence. */
export type FileOnDefaultBranch =
  | { readonly status: 'present'; readonly repository: FileRepository; readonly commit: string; readonly text: string }
  /** The commit is null in an empty repository. */
  | { readonly status: 'absent'; readonly repository: FileRepository; readonly commit: string | null }
  /** The repository is not there, or not for us to see: that the file is absent is not proved. */
  | { readonly status: 'no-repository' };

export interface FileRepository {
  readonly repositoryId: number;
  readonly nodeId: string;
  readonly name: string;
  /** Others than the people with rights may read it: everybody, or all of the enterprise. */
  readonly isPublic: boolean;
}

interface Answer {
  readonly repository: {
    readonly id: string;
    readonly databaseId: number;
    readonly name: string;
    readonly visibility: string;
    readonly head: { readonly oid: string } | null;
    readonly file: { readonly text?: string | null; readonly byteSize?: number } | null;
  } | null;
}

const QUERY = `query File($owner: String!, $name: String!, $expression: String!) {
  repository(owner: $owner, name: $name) { id databaseId name visibility
    head: object(expression: "HEAD") { oid }
    file: object(expression: $expression) { ... on Blob { text byteSize } } }
}`;

/** Reads one text file of a repository's default branch, with the commit that it was read at. */
export async function readFileOnDefaultBranch(
  client: Octokit,
  owner: string,
  name: string,
  path: string,
): Promise<FileOnDefaultBranch> {
  const { data, errors } = await query<Answer>(client, QUERY, { owner, name, expression: `HEAD:${path}` });
  if (data.repository === null) {
    const error = errors[0];
    if (error?.type === 'NOT_FOUND') return { status: 'no-repository' };
    throw new GitHubFailure('outage', 'POST /graphql', error?.message ?? 'no repository and no error');
  }
  // GitHub follows renames: what was once called so does not count.
  if (data.repository.name.toLowerCase() !== name.toLowerCase()) return { status: 'no-repository' };
  // Not for us to read, which is no proof that nothing is there.
  if (errors.some(isForbidden)) return { status: 'no-repository' };
  if (errors[0] !== undefined) throw new GitHubFailure('outage', 'POST /graphql', errors[0].message);
  const { id: nodeId, databaseId: repositoryId, head, file, visibility } = data.repository;
  const repository = { repositoryId, nodeId, name: data.repository.name, isPublic: visibility !== 'PRIVATE' };
  if (head === null || file === null) return { status: 'absent', repository, commit: head?.oid ?? null };
  const { text, byteSize } = file;
  const isText = typeof text === 'string' && (byteSize ?? 0) <= LARGEST_FILE_READ;
  // A folder, a binary or a giant of this name is a broken configuration, not an absent one.
  return { status: 'present', repository, commit: head.oid, text: isText ? text : '\0' };
}
