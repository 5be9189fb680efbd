import { aliasesIn } from '../contributions/mailmap.ts';
import type { ContributionPolicy } from '../contributions/policy.ts';
import { type DcoSettings, NO_DCO_SETTINGS } from '../core/dco-settings.ts';
import type { Fact } from '../core/fact.ts';
import { isWatched, type RepositoryFiles, type WatchedFiles, watchedEntries } from '../core/files.ts';
import { readDcoYml } from '../policies/reading/dco-yml-file.ts';
import { CODE_OWNERS } from '../report/places.ts';
import { CONFIGURATION_FILE } from './configuration-files.ts';

/** The settings of the app at github.com/dcoapp. */
export const DCO_YML: WatchedFiles = {
  folders: ['.github'],
  isName: (name) => name === 'dco.yml',
  description: '.github/dco.yml',
};

const MAILMAP: WatchedFiles = { folders: [''], isName: (name) => name === '.mailmap', description: '.mailmap' };

/** What of a repository's default branch bears on a contribution. */
export const CONTRIBUTION_FILES: readonly WatchedFiles[] = [DCO_YML, MAILMAP, CODE_OWNERS];

/** Those by which the commits of every pull request are judged. */
export const JUDGING_FILES: readonly WatchedFiles[] = [DCO_YML, MAILMAP];

/** Whether what pull requests are judged by differs between two looks at a default branch; what is not known does not. */
export function isJudgedOtherwise(before: Fact<RepositoryFiles>, after: Fact<RepositoryFiles>): boolean {
  if (before.status === 'unavailable' || after.status === 'unavailable') return false;
  return judgingTexts(before.value) !== judgingTexts(after.value);
}

function judgingTexts({ entries }: RepositoryFiles): string {
  const judging = [...JUDGING_FILES, CONFIGURATION_FILE];
  const texts = entries
    .filter(({ path }) => judging.some((files) => isWatched(files, path)))
    .map(({ path, content }) => [path, content?.kind === 'text' ? content.text : (content?.kind ?? null)]);
  return JSON.stringify(texts.sort(([one], [other]) => ((one ?? '') < (other ?? '') ? -1 : 1)));
}

/** Other addresses of the same people, as the default branch lists them: no pull request can change it for itself. */
export function aliasesOf(defaultBranch: Fact<RepositoryFiles>): ContributionPolicy['aliases'] {
  const text = textOf(defaultBranch, MAILMAP);
  return text === null ? new Map() : aliasesIn(text);
}

/** What `.github/dco.yml` says; nothing where there is none, or where it is broken. */
export function dcoSettingsOf(defaultBranch: Fact<RepositoryFiles>): DcoSettings {
  const text = textOf(defaultBranch, DCO_YML);
  return text === null ? NO_DCO_SETTINGS : readDcoYml(text).settings;
}

/** A link is not followed: git takes none for these either. */
function textOf(files: Fact<RepositoryFiles>, watched: WatchedFiles): string | null {
  if (files.status === 'unavailable') return null;
  const [entry] = watchedEntries(files.value, watched);
  return entry?.kind === 'file' && entry.content?.kind === 'text' ? entry.content.text : null;
}
