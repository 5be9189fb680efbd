import { type RepositoryFiles, type WatchedFiles, watchedEntries } from '../core/files.ts';

export const CONFIGURATION_PATH = '.github/portreeve.yml';

/** The organisation's configuration stands in these; what the second says counts over what the first says. */
export const CONFIGURATION_REPOSITORIES: readonly string[] = ['.github', '.github-private'];

/** Where GitHub takes community files from for repositories that have none of their own. */
export const HANDED_DOWN_FROM = '.github';

/** The configuration file, as something to be collected with a repository's other files. */
export const CONFIGURATION_FILE: WatchedFiles = {
  folders: ['.github'],
  isName: (name) => name === 'portreeve.yml',
  description: CONFIGURATION_PATH,
};

/** How an organisation's file is called where people read of it: with its repository. */
export function organizationPath(repositoryName: string): string {
  return `${repositoryName}/${CONFIGURATION_PATH}`;
}

/** The folder of a configuration repository in which contributor agreements stand. */
export const AGREEMENTS_FOLDER = 'agreements';

/** The agreement that a file of that folder is; null where it is none, such as a README. */
export function agreementIdOf(name: string): string | null {
  return /^([a-z0-9][a-z0-9-]{0,49})\.md$/.exec(name)?.[1] ?? null;
}

/** The text of `.github/portreeve.yml`; null when there is no such file. What is no text reads as a broken file. */
export function configurationText(files: RepositoryFiles): string | null {
  const [entry] = watchedEntries(files, CONFIGURATION_FILE);
  if (entry === undefined) return null;
  return entry.content?.kind === 'text' ? entry.content.text : '\0';
}

/** For sorting: the weaker layer first; a repository's own file comes after all of the organisation's. */
export function layerOrder(path: string): number {
  const index = CONFIGURATION_REPOSITORIES.findIndex((name) => path === organizationPath(name));
  return index === -1 ? CONFIGURATION_REPOSITORIES.length : index;
}
