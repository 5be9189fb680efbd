import { z } from 'zod';
import {
  type InheritedFiles,
  type RepositoryFile,
  type RepositoryFiles,
  splitPath,
  type WatchedFiles,
  watchedEntries,
} from '../../core/files.ts';
import type { Finding } from '../../core/finding.ts';
import type { Report } from '../../core/policy.ts';
import { linkProblem } from './link-problem.ts';
import { type VisibleLine, visibleLines } from './visible-lines.ts';

/** Where a repository's community file stands, as GitHub finds it. */
type CommunityFile =
  | { readonly status: 'own'; readonly path: string; readonly entry: RepositoryFile }
  /** `path` names the repository too: `owner/.github: SECURITY.md`. */
  | { readonly status: 'inherited'; readonly path: string; readonly entry: RepositoryFile }
  /** `couldInherit`: nobody looked whether the organisation's `.github` repository has one. */
  | { readonly status: 'missing'; readonly couldInherit: boolean };

/** The repository's own file, from `.github`, the root or `docs` in this order; else the organisation's. */
function findCommunityFile(files: RepositoryFiles, inherited: InheritedFiles, watched: WatchedFiles): CommunityFile {
  const own = findOwnFile(files, watched);
  if (own !== null) return { status: 'own', path: own.path, entry: own };
  if (inherited.source === null) return { status: 'missing', couldInherit: true };
  const handedOn = preferred(watchedEntries(inherited, watched));
  if (handedOn === null) return { status: 'missing', couldInherit: false };
  return { status: 'inherited', path: `${inherited.source}: ${handedOn.path}`, entry: handedOn };
}

/** The repository's own file, as GitHub chooses among several; null where there is none. */
export function findOwnFile(files: RepositoryFiles, watched: WatchedFiles): RepositoryFile | null {
  return preferred(watchedEntries(files, watched));
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
      return `it is a symbolic link ${linkProblem(content.problem)}`;
    case undefined:
      return 'it was not read';
  }
}

/** The text of a file, empty where there is none. */
export function textOf({ content }: RepositoryFile): string {
  return content?.kind === 'text' ? content.text : '';
}

/** A community file as far as it can be read; what it says is for each policy to judge. */
export type CommunityReading =
  /** `missing-here`: nobody looked whether the organisation's `.github` repository has one. */
  | { readonly status: 'missing' | 'missing-here' }
  | { readonly status: 'own-wanted'; readonly from: string }
  | { readonly status: 'unreadable'; readonly place: FilePlace; readonly why: string }
  | { readonly status: 'empty'; readonly place: FilePlace }
  | {
      readonly status: 'written';
      readonly isOwn: boolean;
      readonly place: FilePlace;
      readonly lines: readonly VisibleLine[];
    };

/** What messages call a file; with its path where it is the repository's own, so that the finding has a place. */
export interface FilePlace {
  readonly name: string;
  readonly path?: string;
}

/** Finds and reads the community file that holds for a repository. */
export function readCommunityFile(
  { files, inherited }: { readonly files: RepositoryFiles; readonly inherited: InheritedFiles },
  watched: WatchedFiles,
  { acceptInherited }: { readonly acceptInherited: boolean },
): CommunityReading {
  const found = findCommunityFile(files, inherited, watched);
  if (found.status === 'missing') return { status: found.couldInherit ? 'missing-here' : 'missing' };
  const { path: name, entry } = found;
  const isOwn = found.status === 'own';
  if (!isOwn && !acceptInherited) return { status: 'own-wanted', from: name };
  const place = isOwn ? { name, path: name } : { name };
  const why = whyUnreadable(entry);
  if (why !== null) return { status: 'unreadable', place, why };
  const lines = visibleLines(textOf(entry));
  return lines.length === 0 ? { status: 'empty', place } : { status: 'written', isOwn, place, lines };
}

/** A policy's own `fail`, as far as the messages go that all these policies share. */
interface ReportUnread {
  (code: 'missing' | 'missing-here'): Finding;
  (code: 'own-wanted', args: { readonly from: string }): Finding;
  (code: 'unreadable', args: FilePlace & { readonly why: string }): Finding;
  (code: 'empty', args: FilePlace): Finding;
}

/** The finding about a community file that says nothing; one that says something is for each policy to judge. */
export function findUnread<M extends ReturnType<typeof communityMessages>>(
  found: Exclude<CommunityReading, { status: 'written' }>,
  fail: Report<M>,
): Finding {
  return reportUnread(found, fail as unknown as ReportUnread);
}

function reportUnread(found: Exclude<CommunityReading, { status: 'written' }>, fail: ReportUnread): Finding {
  switch (found.status) {
    case 'missing':
    case 'missing-here':
      return fail(found.status);
    case 'own-wanted':
      return fail('own-wanted', { from: found.from });
    case 'unreadable':
      return fail('unreadable', { ...found.place, why: found.why });
    case 'empty':
      return fail('empty', found.place);
  }
}

/** A line of a file, where the file is the repository's own: nobody is shown a line of another repository. */
export function placeAt(place: FilePlace, line: number): FilePlace & { readonly line?: number } {
  return place.path === undefined ? place : { ...place, line };
}

/** The sentences that every policy about a community file says. @param what `guide for contributors`; @param file `CONTRIBUTING` */
export function communityMessages(what: string, file: string) {
  return {
    inherited: ({ from }: { from: string }) => `The organisation's ${what} holds here (${from}).`,
    missing: () => `There is no ${what} (${file}), here or in the organisation.`,
    'missing-here': () =>
      `There is no ${what} (${file}) here; the organisation's .github repository, which was not looked at, may supply one.`,
    'own-wanted': ({ from }: { from: string }) =>
      `There is only the organisation's ${what} (${from}); this repository is asked for one of its own.`,
    empty: ({ name }: FilePlace) => `${name} is empty.`,
    unreadable: ({ name, why }: FilePlace & { readonly why: string }) => `${name} cannot be read: ${why}.`,
  };
}

/** The option that every such policy has. @param what `guide` */
export function acceptInherited(what: string) {
  return z
    .boolean()
    .default(true)
    .describe(`Whether the ${what} in the organisation's \`.github\` repository is enough.`);
}
