/** What one query asks of a repository: what it says of itself, the entries of the three folders that matter, and the same of its organisation's `.github`. */
export const REPOSITORY_FIELDS = `
fragment Entries on Tree { oid entries { name oid type mode } }
fragment Community on Repository {
  id name visibility head: object(expression: "HEAD") { oid }
  root: object(expression: "HEAD:") { ...Entries }
  github: object(expression: "HEAD:.github") { ...Entries }
  docs: object(expression: "HEAD:docs") { ...Entries }
}
fragment RepositoryFields on Repository {
  id databaseId name owner { login community: repository(name: ".github") { ...Community } }
  description visibility isArchived isFork isTemplate isMirror isEmpty hasIssuesEnabled
  primaryLanguage { name } repositoryTopics(first: 20) { nodes { topic { name } } }
  defaultBranchRef { name target { oid } }
  root: object(expression: "HEAD:") { ...Entries }
  github: object(expression: "HEAD:.github") { ...Entries }
  docs: object(expression: "HEAD:docs") { ...Entries }
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

export interface CommunityAnswer {
  readonly name: string;
  readonly visibility: string;
  readonly id: string;
  readonly head: { readonly oid: string } | null;
  readonly root: TreeAnswer | null;
  readonly github: TreeAnswer | null;
  readonly docs: TreeAnswer | null;
}

export interface RepositoryAnswer {
  readonly id: string;
  readonly databaseId: number;
  readonly name: string;
  readonly owner: { readonly login: string; readonly community: CommunityAnswer | null };
  readonly description: string | null;
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
  readonly root: TreeAnswer | null;
  readonly github: TreeAnswer | null;
  readonly docs: TreeAnswer | null;
}
