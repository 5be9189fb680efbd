import type { Octokit } from '@octokit/rest';
import { LARGEST_FILE_READ } from '../core/files.ts';
import { GitHubFailure } from './failure.ts';
import { isForbidden, query } from './graphql.ts';

/** A file of a folder on a default branch; a text that is none, or is too large, reads as `\0`. */
export interface FolderFile {
  readonly name: string;
  readonly text: string;
}

/** A file on a default branch, with those of a folder where they were asked for. Only a proven absence is absence. */
export type FileOnDefaultBranch =
  | {
      readonly status: 'present';
      readonly repository: FileRepository;
      readonly commit: string;
      readonly text: string;
      readonly folder: readonly FolderFile[];
    }
  /** The commit is null in an empty repository. */
  | {
      readonly status: 'absent';
      readonly repository: FileRepository;
      readonly commit: string | null;
      readonly folder: readonly FolderFile[];
    }
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
    readonly file: BlobAnswer | null;
    readonly folder?: FolderAnswer | null;
  } | null;
}

/** A folder as GitHub answers it. */
export interface FolderAnswer {
  readonly entries?:
    | readonly { readonly name: string; readonly type: string; readonly object: BlobAnswer | null }[]
    | null;
}

interface BlobAnswer {
  readonly text?: string | null;
  readonly byteSize?: number;
}

const QUERY = `query File($owner: String!, $name: String!, $expression: String!, $folder: String!, $withFolder: Boolean!) {
  repository(owner: $owner, name: $name) { id databaseId name visibility
    head: object(expression: "HEAD") { oid }
    file: object(expression: $expression) { ... on Blob { text byteSize } }
    folder: object(expression: $folder) @include(if: $withFolder) { ... on Tree {
      entries { name type object { ... on Blob { text byteSize } } } } } }
}`;

/**
 * Reads one text file of a repository's default branch, with the commit that it was read at.
 * @param folder whose files are wanted too; null: none
 */
export async function readFileOnDefaultBranch(
  client: Octokit,
  owner: string,
  name: string,
  path: string,
  folder: string | null = null,
): Promise<FileOnDefaultBranch> {
  const { data, errors } = await query<Answer>(client, QUERY, {
    owner,
    name,
    expression: `HEAD:${path}`,
    folder: `HEAD:${folder ?? ''}`,
    withFolder: folder !== null,
  });
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
  const files = filesIn(data.repository.folder ?? null);
  if (head === null || file === null) {
    return { status: 'absent', repository, commit: head?.oid ?? null, folder: files };
  }
  // A folder, a binary or a giant of this name is a broken configuration, not an absent one.
  return { status: 'present', repository, commit: head.oid, text: textOf(file), folder: files };
}

/** The files that stand in a folder themselves. */
export function filesIn(folder: FolderAnswer | null): FolderFile[] {
  return (folder?.entries ?? [])
    .filter(({ type }) => type === 'blob')
    .map((entry) => ({ name: entry.name, text: textOf(entry.object) }));
}

function textOf(blob: BlobAnswer | null): string {
  const { text, byteSize = 0 } = blob ?? {};
  return typeof text === 'string' && byteSize <= LARGEST_FILE_READ ? text : '\0';
}
