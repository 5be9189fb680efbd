import type { Fact } from '../core/fact.ts';
import type { FileContent, RepositoryFile } from '../core/files.ts';
import type { TreeNode } from '../core/follow-path.ts';

/** An entry of one of the listed folders, not yet read. */
export type ListedEntry = Omit<RepositoryFile, 'content'>;

/** One state of a repository's files, wherever they lie: in a working tree, in git's objects, in a plain folder. */
export interface Source {
  /** The entries of the listed folders; unavailable where they are too many or cannot be had. */
  list(): Promise<Fact<readonly ListedEntry[]>>;
  /** What stands at a path, links not followed; unavailable where that cannot be told. */
  look(path: string): Promise<Fact<TreeNode>>;
  /** The content of a regular file at a path without links; null when the repository would not hold it. */
  read(path: string): Promise<Fact<FileContent | null>>;
  close(): void;
}

/** More entries than this in a few folders are no repository that people keep. */
export const MOST_ENTRIES = 300_000;

/** Files above this number are not read, so that ten thousand files called LICENSE-n cannot fill the memory. */
export const MOST_FILES_READ = 500;
