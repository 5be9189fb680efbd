import { ownersOf } from '../contributions/code-owners.ts';
import type { Fact } from '../core/fact.ts';
import {
  COMMUNITY_FOLDERS,
  communityFile,
  type InheritedFiles,
  type RepositoryFiles,
  type WatchedFiles,
  watchedEntries,
} from '../core/files.ts';
import { urlPath } from './escape.ts';

/** Something that helps, with where it is found; null for an address that is no web page. */
export interface Place {
  readonly name: string;
  readonly url: string | null;
}

/** Where contributors find out how things go here. */
export interface HelpfulPlaces {
  readonly contributing: Place | null;
  readonly support: readonly Place[];
  readonly codeOwners: Place | null;
  /** Whom it names for what is changed, as `@city/maintainers`; empty where that is not known. */
  readonly owners: readonly string[];
}

export interface PlacesInput {
  readonly files: Fact<RepositoryFiles>;
  readonly inherited: Fact<InheritedFiles>;
  /** Of its page, without a slash at the end. */
  readonly repositoryUrl: string;
  readonly defaultBranch: string | null;
  /** What is changed; empty in an issue. */
  readonly changedPaths: readonly string[];
  readonly contact: { readonly supportUrl?: string | undefined; readonly supportEmail?: string | undefined };
}

const CONTRIBUTING = communityFile('CONTRIBUTING');
const SUPPORT = communityFile('SUPPORT');
export const CODE_OWNERS: WatchedFiles = {
  folders: COMMUNITY_FOLDERS,
  isName: (name) => name === 'CODEOWNERS',
  description: 'CODEOWNERS',
};

/** Finds the files and addresses that a contributor may be sent to: the repository's own, else those of its organisation. */
export function helpfulPlaces(input: PlacesInput): HelpfulPlaces {
  const { supportUrl, supportEmail } = input.contact;
  const page = fileOf(input, SUPPORT);
  return {
    contributing: fileOf(input, CONTRIBUTING) ?? inheritedFile(input, CONTRIBUTING),
    support: [
      ...listed(page ?? inheritedFile(input, SUPPORT)),
      ...(supportUrl === undefined ? [] : [{ name: supportUrl, url: supportUrl }]),
      ...(supportEmail === undefined ? [] : [{ name: supportEmail, url: null }]),
    ],
    // GitHub hands no CODEOWNERS down.
    codeOwners: fileOf(input, CODE_OWNERS),
    owners: ownersIn(input),
  };
}

function ownersIn({ files, changedPaths }: PlacesInput): string[] {
  if (files.status !== 'known' || changedPaths.length === 0) return [];
  const found = watchedEntries(files.value, CODE_OWNERS).find(({ content }) => content?.kind === 'text');
  return found?.content?.kind === 'text' ? ownersOf(found.content.text, changedPaths) : [];
}

function listed(place: Place | null): Place[] {
  return place === null ? [] : [place];
}

function fileOf({ files, repositoryUrl, defaultBranch }: PlacesInput, watched: WatchedFiles): Place | null {
  if (files.status !== 'known') return null;
  const path = pathIn(files.value, watched);
  return path === null
    ? null
    : { name: path, url: `${repositoryUrl}/blob/${urlPath(defaultBranch ?? 'HEAD')}/${urlPath(path)}` };
}

function inheritedFile({ inherited, repositoryUrl }: PlacesInput, watched: WatchedFiles): Place | null {
  if (inherited.status !== 'known' || inherited.value.source === null) return null;
  const path = pathIn(inherited.value, watched);
  const source = urlPath(inherited.value.source);
  return path === null
    ? null
    : { name: path, url: new URL(`/${source}/blob/HEAD/${urlPath(path)}`, repositoryUrl).href };
}

function pathIn(files: RepositoryFiles, watched: WatchedFiles): string | null {
  const found = watchedEntries(files, watched).find(({ kind }) => kind === 'file' || kind === 'symlink');
  return found?.path ?? null;
}
