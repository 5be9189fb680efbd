import { type Fact, known, unavailable } from '../core/fact.ts';
import type { FileContent, InheritedFiles, RepositoryFiles, WatchedFiles } from '../core/files.ts';
import type { RepositoryDescription } from '../core/snapshot.ts';
import { entriesToRead, listEntries, type TreeEntry, toFiles } from './file-entries.ts';
import type { GraphqlError } from './graphql.ts';
import { contentKey, type WantedFile } from './read-contents.ts';
import type { RepositoryAnswer } from './repository-fields.ts';

/** A fact that is whole once the wanted files have been read. */
export interface Reading<T> {
  readonly wanted: readonly WantedFile[];
  readonly toFact: (contents: ReadonlyMap<string, FileContent>) => Fact<T>;
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
    topics: repository.repositoryTopics.nodes.map(({ topic }) => topic.name),
  };
}

const VISIBILITY = { PUBLIC: 'public', PRIVATE: 'private', INTERNAL: 'internal' } as const;

export interface Reading<T> {
  readonly wanted: readonly WantedFile[];
  readonly toFact: (contents: ReadonlyMap<string, FileContent>) => Fact<T>;
}

export function describeFiles(
  repository: RepositoryAnswer,
  commit: string | null,
  watched: readonly WatchedFiles[],
): Reading<RepositoryFiles> {
  if (repository.isEmpty || commit === null) return { wanted: [], toFact: () => known({ entries: [] }) };
  if (repository.root?.entries === null || repository.root === null) {
    return { wanted: [], toFact: () => unavailable('GitHub did not list the files of the default branch.') };
  }
  const entries = listEntries(repository);
  const wanted = wantedOf(repository, commit, entries, watched);
  return {
    wanted,
    toFact: (contents) => known({ entries: toFiles(entries, contentsOf(repository.id, entries, contents)) }),
  };
}

/**
 * Only a public `.github` repository hands files down. That there is none must be proved: any error but "not found"
 * leaves the fact unavailable.
 * @see https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file
 */
export function describeInherited(
  repository: RepositoryAnswer,
  error: GraphqlError | undefined,
  inheritable: readonly WatchedFiles[],
): Reading<InheritedFiles> {
  const { community } = repository.owner;
  const source = `${repository.owner.login}/.github`;
  if (community === null && error !== undefined && error.type !== 'NOT_FOUND') {
    return { wanted: [], toFact: () => unavailable(`GitHub did not say what ${source} holds: ${error.message}`) };
  }
  const isSelf = repository.name === '.github';
  if (community === null || community.visibility !== 'PUBLIC' || community.head === null || isSelf) {
    return { wanted: [], toFact: () => known({ source, entries: [] }) };
  }
  const origin = { id: community.id, name: community.name, owner: repository.owner };
  const wanted = wantedOf(origin, community.head.oid, listEntries(community), inheritable);
  return {
    wanted,
    toFact: (contents) => known({ source, entries: toFiles(wanted, contentsOf(community.id, wanted, contents)) }),
  };
}

/** The entries that somebody watches, with all that is needed to read them. */
export function wantedOf(
  repository: { readonly id: string; readonly name: string; readonly owner: { readonly login: string } },
  commit: string,
  entries: readonly TreeEntry[],
  watched: readonly WatchedFiles[],
): WantedFile[] {
  const origin = { repositoryId: repository.id, owner: repository.owner.login, name: repository.name, commit };
  return entriesToRead(entries, watched).map((entry) => ({ ...entry, ...origin }));
}

export function contentsOf(
  repositoryId: string,
  entries: readonly TreeEntry[],
  contents: ReadonlyMap<string, FileContent>,
): Map<string, FileContent> {
  return new Map(
    entries.flatMap(({ path }) => {
      const content = contents.get(contentKey(repositoryId, path));
      return content === undefined ? [] : [[path, content]];
    }),
  );
}
