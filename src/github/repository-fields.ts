/** Under which names the answer has the folders that are listed of a repository. */
export const FOLDERS = { root: '', github: '.github', docs: 'docs', licenses: 'LICENSES', src: 'src' } as const;
/** Likewise of an organisation's `.github`. */
export const COMMUNITY_FIELDS = { root: '', github: '.github', docs: 'docs' } as const;

/** Folders by their names in the answer. */
export type Folders = Readonly<Record<string, string>>;

/** The entries of folders at one commit, by the names of the answer. */
export type Trees<F extends Folders = typeof FOLDERS> = { readonly [N in keyof F]: TreeAnswer | null };

const treesAt = (commit: string, folders: Folders): string =>
  Object.entries(folders)
    .map(([name, folder]) => `${name}: object(expression: "${commit}:${folder}") { ...Entries }`)
    .join('\n  ');

/** What one query asks of a repository: what it says of itself, the entries of the folders that matter, and those of its organisation's `.github`. */
export const REPOSITORY_FIELDS = `
fragment Entries on Tree { oid entries { name oid type mode } }
fragment Community on Repository {
  id name visibility head: object(expression: "HEAD") { oid }
  ${treesAt('HEAD', COMMUNITY_FIELDS)}
}
fragment RepositoryFields on Repository {
  id databaseId name owner { login community: repository(name: ".github") { ...Community } }
  description createdAt visibility isArchived isFork isTemplate isMirror isEmpty hasIssuesEnabled
  primaryLanguage { name } repositoryTopics(first: 20) { nodes { topic { name } } }
  defaultBranchRef { name target { oid } } licenseInfo { spdxId }
  ${treesAt('HEAD', FOLDERS)}
}`;

/** An entry of a tree; `mode` is git's file mode as a number. */
export interface EntryAnswer {
  readonly name: string;
  readonly oid: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly mode: number;
}

export interface TreeAnswer {
  readonly oid: string;
  readonly entries: readonly EntryAnswer[] | null;
}

export interface CommunityAnswer extends Trees<typeof COMMUNITY_FIELDS> {
  readonly name: string;
  readonly visibility: string;
  readonly id: string;
  readonly head: { readonly oid: string } | null;
}

export interface RepositoryAnswer extends Trees {
  readonly id: string;
  readonly databaseId: number;
  readonly name: string;
  readonly owner: { readonly login: string; readonly community: CommunityAnswer | null };
  readonly description: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly visibility: 'PUBLIC' | 'PRIVATE' | 'INTERNAL';
  readonly isArchived: boolean;
  readonly isFork: boolean;
  readonly isTemplate: boolean;
  readonly isMirror: boolean;
  readonly isEmpty: boolean;
  readonly hasIssuesEnabled: boolean;
  readonly primaryLanguage: { readonly name: string } | null;
  readonly repositoryTopics: { readonly nodes: readonly { readonly topic: { readonly name: string } }[] };
  readonly defaultBranchRef: { readonly name: string; readonly target: { readonly oid: string } | null } | null;
  /** What GitHub takes the licence for, on the default branch. */
  readonly licenseInfo: { readonly spdxId: string | null } | null;
}
