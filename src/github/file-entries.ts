import { isKept, type RepositoryFile } from '../core/files.ts';
import type { EntryAnswer, Folders, TreeAnswer, Trees } from './repository-fields.ts';

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
  /** Whether only its head is kept. */
  readonly isSample: boolean;
}

/** The entries of the folders, with their paths. A folder that is not there has none. */
export function listEntries<F extends Folders>(folders: F, trees: Trees<F>): TreeEntry[] {
  return Object.entries(folders).flatMap(([name, folder]) =>
    entriesOf(trees[name] ?? null, folder === '' ? '' : `${folder}/`),
  );
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

/** Puts entries and what was read of them together. */
export function toFiles(
  entries: readonly TreeEntry[],
  contents: ReadonlyMap<string, RepositoryFile['content']>,
): RepositoryFile[] {
  return entries.map(({ path, kind }) => ({ path, kind, content: contents.get(path) ?? null })).filter(isKept);
}
