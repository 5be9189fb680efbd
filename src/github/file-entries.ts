import { isWatched, type RepositoryFile, type WatchedFiles } from '../core/files.ts';
import type { EntryAnswer, TreeAnswer } from './repository-fields.ts';

const SYMLINK = 0o120000;

/** A folder's entry with its path from the root. */
export interface TreeEntry {
  readonly path: string;
  readonly oid: string;
  readonly kind: RepositoryFile['kind'];
}

/** One file of one repository to be read, under the node id of its repository. */
export interface WantedFile extends TreeEntry {
  readonly repositoryId: string;
  readonly owner: string;
  readonly name: string;
  /** The commits in which a path is looked up where a symbolic link leads to it: the first that has it counts. */
  readonly commitsOf: (path: string) => readonly string[];
}

/** The entries of root, `.github` and `docs`, with their paths. A folder that is not there has none. */
export function listEntries(trees: {
  readonly root: TreeAnswer | null;
  readonly github: TreeAnswer | null;
  readonly docs: TreeAnswer | null;
}): TreeEntry[] {
  return [...entriesOf(trees.root, ''), ...entriesOf(trees.github, '.github/'), ...entriesOf(trees.docs, 'docs/')];
}

function entriesOf(tree: TreeAnswer | null, prefix: string): TreeEntry[] {
  return (tree?.entries ?? []).map((entry) => ({
    path: `${prefix}${entry.name}`,
    oid: entry.oid,
    kind: kindOf(entry),
  }));
}

/** What git's mode says that an entry is. */
export function kindOf(entry: EntryAnswer): RepositoryFile['kind'] {
  if (entry.type === 'tree') return 'folder';
  if (entry.type === 'commit') return 'submodule';
  return entry.mode === SYMLINK ? 'symlink' : 'file';
}

/** The entries whose content is to be read: files and links that somebody watches. */
export function entriesToRead(entries: readonly TreeEntry[], watched: readonly WatchedFiles[]): TreeEntry[] {
  return entries.filter(
    (entry) =>
      (entry.kind === 'file' || entry.kind === 'symlink') && watched.some((files) => isWatched(files, entry.path)),
  );
}

/** Puts entries and what was read of them together. */
export function toFiles(
  entries: readonly TreeEntry[],
  contents: ReadonlyMap<string, RepositoryFile['content']>,
): RepositoryFile[] {
  return entries.map(({ path, kind }) => ({ path, kind, content: contents.get(path) ?? null }));
}
