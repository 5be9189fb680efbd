import { type CodeOwnersError, type CodeOwnersReport, MOST_CODE_OWNERS_ERRORS } from '../core/code-owners.ts';
import { type Fact, known, unavailable } from '../core/fact.ts';
import {
  entriesToRead,
  type InheritedFiles,
  type RepositoryFile,
  type RepositoryFiles,
  type WatchedFiles,
} from '../core/files.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import { listEntries, type TreeEntry, toFiles, type WantedFile } from './file-entries.ts';
import type { ErrorBelow } from './graphql.ts';
import type { Contents } from './read-contents.ts';
import { COMMUNITY_FIELDS, FOLDERS, type Folders, type RepositoryAnswer, type Trees } from './repository-fields.ts';

/** A fact that is whole once the wanted files have been read. */
export interface Reading<T> {
  readonly wanted: readonly WantedFile[];
  readonly toFact: (contents: Contents) => Fact<T>;
}

export function describe(repository: RepositoryAnswer): RepositoryDescription {
  return {
    owner: repository.owner.login,
    name: repository.name,
    description: repository.description,
    visibility: VISIBILITY[repository.visibility],
    isArchived: repository.isArchived,
    isFork: repository.isFork,
    isTemplate: repository.isTemplate,
    isMirror: repository.isMirror,
    isEmpty: repository.isEmpty,
    hasIssues: repository.hasIssuesEnabled,
    defaultBranch: repository.defaultBranchRef?.name ?? null,
    primaryLanguage: repository.primaryLanguage?.name ?? null,
    detectedLicense: repository.licenseInfo?.spdxId ?? null,
    topics: repository.repositoryTopics.nodes.map(({ topic }) => topic.name),
  };
}

const VISIBILITY = { PUBLIC: 'public', PRIVATE: 'private', INTERNAL: 'internal' } as const;

/** People delete or rename the branch, and forget the setting. */
const NO_DEFAULT_BRANCH =
  'The repository has no default branch, though it has others: choose one in its settings on GitHub, and it is judged.';

/** Nobody reads so many licences; a repository that holds more of them would keep others waiting. */
const MOST_FILES_READ = 200;

/** @param errors at and below the repository: a folder that GitHub failed to list is not an absent one */
export function describeFiles(
  repository: RepositoryAnswer,
  errors: readonly ErrorBelow[],
  watched: readonly WatchedFiles[],
): Reading<RepositoryFiles> {
  const commit = repository.defaultBranchRef?.target?.oid ?? null;
  if (repository.isEmpty && errors.length === 0) return { wanted: [], toFact: () => known({ entries: [] }) };
  if (commit === null && errors.length === 0) return noReading(NO_DEFAULT_BRANCH);
  const problem = listingProblem(FOLDERS, repository, errors);
  if (problem !== null || commit === null) return noReading(problem ?? 'GitHub did not name the default branch.');
  const entries = listEntries(FOLDERS, repository);
  const wanted = wantedOf(repository, () => [commit], entries, watched);
  return readingOf(wanted, (contents) => ({ entries: toFiles(entries, contents) }));
}

/**
 * Only a public `.github` repository hands files down. That there is none must be proved: any error but "not found"
 * leaves the fact unavailable.
 * @see https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file
 */
export function describeInherited(
  repository: RepositoryAnswer,
  errors: readonly ErrorBelow[],
  inheritable: readonly WatchedFiles[],
): Reading<InheritedFiles> {
  const { community } = repository.owner;
  const source = `${repository.owner.login}/.github`;
  const error = errors.find(({ below, type }) => {
    if (below[0] !== 'owner') return below.length === 0;
    return type !== 'NOT_FOUND' || below.length > 2;
  });
  if (error !== undefined) return noReading(`GitHub did not say what ${source} holds: ${error.message}`);
  // GitHub follows renames: what was once called .github hands nothing down under another name.
  const isSelf = repository.name === '.github' || community?.name !== '.github';
  const head = community?.head?.oid;
  if (community === null || community.visibility !== 'PUBLIC' || head === undefined || isSelf) {
    return { wanted: [], toFact: () => known({ source, entries: [] }) };
  }
  const problem = listingProblem(COMMUNITY_FIELDS, community, []);
  if (problem !== null) return noReading(problem);
  const origin = { id: community.id, name: community.name, owner: repository.owner };
  const wanted = wantedOf(origin, () => [head], listEntries(COMMUNITY_FIELDS, community), inheritable);
  return readingOf(wanted, (contents) => ({ source, entries: toFiles(wanted, contents) }));
}

/** What is asked of GitHub about a CODEOWNERS file; null where there is none. */
export interface CodeOwnersAnswer {
  readonly codeowners?: { readonly errors: readonly CodeOwnersError[] } | null;
}

/** GitHub's own list of errors; where it failed to make one, the fact is unavailable. */
export function describeCodeOwners(
  { codeowners }: CodeOwnersAnswer,
  errors: readonly ErrorBelow[],
): Fact<CodeOwnersReport> {
  const error = errors.find(({ below: [field] }) => field === undefined || field === 'codeowners');
  if (error !== undefined) return unavailable(`GitHub did not look through the CODEOWNERS file: ${error.message}`);
  const found = (codeowners?.errors ?? []).slice(0, MOST_CODE_OWNERS_ERRORS);
  return known({
    isLookedUp: true,
    errors: found.map(({ path, line, column, kind }) => ({ path, line, column, kind })),
  });
}

/** Why the entries of the folders cannot be told; null when they can. */
export function listingProblem<F extends Folders>(
  folders: F,
  trees: Trees<F>,
  errors: readonly ErrorBelow[],
): string | null {
  const names = Object.keys(folders);
  const error = errors.find(({ below: [field] }) => field === undefined || names.some((name) => name === field));
  if (error !== undefined) return `GitHub did not list the files: ${error.message}`;
  const root = names.find((name) => folders[name] === '') ?? '';
  const entries = trees[root]?.entries ?? null;
  if (entries === null) return 'GitHub did not list the files.';
  const lost = Object.entries(folders).flatMap(([name, folder]) => {
    const isLost =
      (trees[name]?.entries ?? null) === null &&
      entries.some((entry) => entry.name === folder && entry.type === 'tree');
    return isLost ? [folder] : [];
  });
  return lost.length === 0 ? null : `GitHub did not list the files of ${lost.join(' and ')}.`;
}

export function noReading(reason: string): Reading<never> {
  return { wanted: [], toFact: () => unavailable(reason) };
}

/** Puts what was read of the wanted files in place; where one of them is missing, so is the fact. */
export function readingOf<T>(
  wanted: readonly WantedFile[],
  put: (contents: ReadonlyMap<string, RepositoryFile['content']>) => T,
): Reading<T> {
  if (wanted.length > MOST_FILES_READ) {
    return noReading(`There are ${wanted.length} files that look like licences and policies: too many to read.`);
  }
  return {
    wanted,
    toFact(contents) {
      const read = new Map<string, RepositoryFile['content']>();
      for (const file of wanted) {
        const content = contents.get(file);
        if (content === undefined) return unavailable(`The content of ${file.path} was not read.`);
        if (content.status === 'unavailable') return content;
        read.set(file.path, content.value);
      }
      return known(put(read));
    },
  };
}

/** The entries that somebody watches, with all that is needed to read them. */
export function wantedOf(
  repository: { readonly id: string; readonly name: string; readonly owner: { readonly login: string } },
  commitsOf: WantedFile['commitsOf'],
  entries: readonly TreeEntry[],
  watched: readonly WatchedFiles[],
): WantedFile[] {
  const origin = { repositoryId: repository.id, owner: repository.owner.login, name: repository.name, commitsOf };
  return entriesToRead(entries, watched).map(({ entry, isSample }) => ({ ...entry, ...origin, isSample }));
}
