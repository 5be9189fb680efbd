import {
  type InheritedFiles,
  type RepositoryFile,
  type RepositoryFiles,
  splitPath,
  type WatchedFiles,
  watchedEntries,
} from '../../core/files.ts';

/** Where a repository's community file stands, as GitHub finds it. */
export type CommunityFile =
  | { readonly status: 'own'; readonly path: string; readonly entry: RepositoryFile }
  /** `path` names the repository too: `owner/.github: SECURITY.md`. */
  | { readonly status: 'inherited'; readonly path: string; readonly entry: RepositoryFile }
  /** `couldInherit`: nobody looked whether the organisation's `.github` repository has one. */
  | { readonly status: 'missing'; readonly couldInherit: boolean };

/** The repository's own file, from `.github`, the root or `docs` in this order; else the organisation's. */
export function findCommunityFile(
  files: RepositoryFiles,
  inherited: InheritedFiles,
  watched: WatchedFiles,
): CommunityFile {
  const own = preferred(watchedEntries(files, watched));
  if (own !== null) return { status: 'own', path: own.path, entry: own };
  if (inherited.source === null) return { status: 'missing', couldInherit: true };
  const handedOn = preferred(watchedEntries(inherited, watched));
  if (handedOn === null) return { status: 'missing', couldInherit: false };
  return { status: 'inherited', path: `${inherited.source}: ${handedOn.path}`, entry: handedOn };
}

/** GitHub takes the first folder that has one; where it holds several, one that can be read. */
function preferred(entries: readonly RepositoryFile[]): RepositoryFile | null {
  const found = entries.filter(({ kind }) => kind === 'file' || kind === 'symlink');
  const [first] = found;
  if (first === undefined) return null;
  const folder = splitPath(first.path).folder;
  const beside = found.filter(({ path }) => splitPath(path).folder === folder);
  return beside.find(({ content }) => content?.kind === 'text' && content.text.trim() !== '') ?? first;
}

/** Why there is nothing to read in a file, in a few words; null where there is text. */
export function whyUnreadable({ content }: RepositoryFile): string | null {
  switch (content?.kind) {
    case 'text':
      return null;
    case 'binary':
      return 'it is not a text file';
    case 'too-large':
      return 'it is too large';
    case 'lfs-pointer':
      return 'it is stored in Git LFS, so the repository itself holds no text';
    case 'broken-link':
      return `it is a symbolic link that leads to no file of the repository (${content.problem})`;
    case undefined:
      return 'it was not read';
  }
}

/** The text of a file, empty where there is none. */
export function textOf({ content }: RepositoryFile): string {
  return content?.kind === 'text' ? content.text : '';
}
