/** Folders in which GitHub looks for community files; '' is the root. */
export const COMMUNITY_FOLDERS = ['.github', '', 'docs'] as const;

/** The folder of a repository's sources: too much to be known whole, so that only what is read of it is an entry. */
export const SOURCE_FOLDER = 'src';

/** The folders whose entries a collector lists: those of the community files, the licences of REUSE, the sources. */
export const LISTED_FOLDERS = [...COMMUNITY_FOLDERS, 'LICENSES', SOURCE_FOLDER] as const;

/** As much of a sampled file is kept, in UTF-16 code units. */
const SAMPLE_LENGTH = 4_000;

/** Files larger than this many bytes are not read; GitHub's GraphQL API truncates a blob's text there too. */
export const LARGEST_FILE_READ = 512_000;

/** What a collector read of one file. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  /** Not text in any encoding that people write licences in (see decode-file.ts). */
  | { readonly kind: 'binary' }
  | { readonly kind: 'too-large'; readonly size: number }
  /** A Git LFS pointer: the repository holds no text, only the address of one. */
  | { readonly kind: 'lfs-pointer' }
  /** A symbolic link that leads to no file of this repository. */
  | { readonly kind: 'broken-link'; readonly problem: 'outside' | 'dangling' | 'loop' | 'folder' };

/** One entry of a listed folder, at one commit or in a folder as git would commit it. */
export interface RepositoryFile {
  /** From the root, with `/`, exactly as git stores it. */
  readonly path: string;
  readonly kind: 'file' | 'symlink' | 'folder' | 'submodule';
  /** Read for files and links that a policy watches; null for all others. A link's content is its target's. */
  readonly content: FileContent | null;
}

/** The entries of a repository's listed folders: all of them (of the sources those that were read), or the fact is unavailable. */
export interface RepositoryFiles {
  readonly entries: readonly RepositoryFile[];
}

/** The community files that GitHub takes from the organisation's public `.github` repository where a repository has none. */
export interface InheritedFiles extends RepositoryFiles {
  /** The repository they come from (`owner/.github`); null when none was looked at, as for a folder judged by itself. */
  readonly source: string | null;
}

/** Which files a policy looks at: decides what a collector reads and which pushes and pull requests concern it. */
export interface WatchedFiles {
  readonly folders: readonly string[];
  /** Tells by the file's name alone, without its folder. Linear in its length. */
  readonly isName: (name: string) => boolean;
  /** For the manual: how the names look. */
  readonly description: string;
  /**
   * Of all such files only the heads of so many are read, the first by path, wherever the repository is looked at. That
   * one of them changed is no reason to look.
   */
  readonly sample?: number;
}

/** What is to be read of an entry. */
export interface ToRead<E> {
  readonly entry: E;
  /** Whether only its head is kept. */
  readonly isSample: boolean;
}

/** The entries whose content is to be read: files and links that somebody watches, and samples. Collectors share it. */
export function entriesToRead<E extends Pick<RepositoryFile, 'path' | 'kind'>>(
  entries: readonly E[],
  watched: readonly WatchedFiles[],
): ToRead<E>[] {
  const whole = watched.filter(({ sample }) => sample === undefined);
  const isWhole = ({ path, kind }: E): boolean =>
    (kind === 'file' || kind === 'symlink') && whole.some((files) => isWatched(files, path));
  const sampled = watched.flatMap(({ sample, ...files }) =>
    sample === undefined
      ? []
      : entries
          .filter((entry) => entry.kind === 'file' && isWatched(files, entry.path) && !isWhole(entry))
          .sort((a, b) => (a.path < b.path ? -1 : 1))
          .slice(0, sample),
  );
  return [
    ...entries.filter(isWhole).map((entry) => ({ entry, isSample: false })),
    ...[...new Set(sampled)].map((entry) => ({ entry, isSample: true })),
  ];
}

/** Whether an entry is part of the fact: of the sources only what was read. */
export function isKept({ path, content }: RepositoryFile): boolean {
  return content !== null || splitPath(path).folder !== SOURCE_FOLDER;
}

/** What is kept of a sampled file: enough to see what stands at its head. */
export function headOf(content: FileContent): FileContent {
  return content.kind === 'text' ? { kind: 'text', text: content.text.slice(0, SAMPLE_LENGTH) } : content;
}

/** Splits `docs/SECURITY.md` into its folder (`docs`, '' for the root) and its name. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  return { folder: path.slice(0, Math.max(slash, 0)), name: path.slice(slash + 1) };
}

/** Whether a path lies in the watched folders and has a watched name. */
export function isWatched(watched: WatchedFiles, path: string): boolean {
  const { folder, name } = splitPath(path);
  return watched.folders.includes(folder) && watched.isName(name);
}

/**
 * A community file as GitHub finds it: in `.github`, the root or `docs` (in this order), in any case, as Markdown,
 * reStructuredText, AsciiDoc, plain text or without an extension.
 * @see https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file
 */
export function communityFile(stem: string): WatchedFiles {
  const stems = new Set(
    ['', '.md', '.markdown', '.mdown', '.mkdn', '.rst', '.adoc', '.asciidoc', '.org', '.textile', '.txt', '.html'].map(
      (extension) => `${stem}${extension}`.toLowerCase(),
    ),
  );
  return {
    folders: COMMUNITY_FOLDERS,
    isName: (name) => stems.has(name.toLowerCase()),
    description: `${stem.toUpperCase()} (also .md, .rst, .adoc, .txt …, in any case)`,
  };
}

/** The watched entries, in the order in which GitHub prefers their folders. */
export function watchedEntries(files: RepositoryFiles, watched: WatchedFiles): RepositoryFile[] {
  return watched.folders.flatMap((folder) =>
    files.entries.filter((entry) => splitPath(entry.path).folder === folder && isWatched(watched, entry.path)),
  );
}

/** Builds the fact for an example or a test: a string is a text file, other contents are given as they are. */
export function filesWith(contents: Readonly<Record<string, string | FileContent | 'folder'>>): RepositoryFiles {
  return {
    entries: Object.entries(contents).map(([path, content]): RepositoryFile => {
      if (content === 'folder') return { path, kind: 'folder', content: null };
      if (typeof content === 'string') return { path, kind: 'file', content: { kind: 'text', text: content } };
      return { path, kind: content.kind === 'broken-link' ? 'symlink' : 'file', content };
    }),
  };
}
