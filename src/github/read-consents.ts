import type { Octokit } from '@octokit/rest';
import type { ConsentChange } from '../config/proved-consent.ts';
import { GitHubFailure } from './failure.ts';
import { isForbidden, query } from './graphql.ts';

/** What was changed before so many changes is not looked at: then it is not proved who did it. */
const MOST_CHANGES = 1_000;

const QUERY = `query Consents($owner: String!, $name: String!, $path: String!, $after: String) {
  repository(owner: $owner, name: $name) { defaultBranchRef { target { ... on Commit {
    history(first: 50, after: $after, path: $path) { pageInfo { hasNextPage endCursor } nodes {
      committedViaWeb author { user { login } } signature { isValid wasSignedByGitHub signer { login } }
      associatedPullRequests(first: 5) { nodes { merged author { login } } }
      ...Text parents(first: 3) { nodes { ...Text } } } } } } } }
}
fragment Text on Commit { file(path: $path) { object { ... on Blob { text } } } }`;

interface HasText {
  readonly file: { readonly object: { readonly text?: string | null } | null } | null;
}

interface CommitAnswer extends HasText {
  readonly committedViaWeb: boolean;
  readonly author: { readonly user: { readonly login: string } | null } | null;
  readonly signature: {
    readonly isValid: boolean;
    readonly wasSignedByGitHub: boolean;
    readonly signer: { readonly login: string } | null;
  } | null;
  readonly associatedPullRequests: {
    readonly nodes:
      | readonly ({ readonly merged: boolean; readonly author: { readonly login: string } | null } | null)[]
      | null;
  } | null;
  readonly parents: { readonly nodes: readonly (HasText | null)[] | null };
}

interface Answer {
  readonly repository: {
    readonly defaultBranchRef: {
      readonly target: {
        readonly history?: {
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
          readonly nodes: readonly (CommitAnswer | null)[] | null;
        };
      } | null;
    } | null;
  } | null;
}

/**
 * Reads who changed a file on the default branch, and how, the newest change first. The name in a commit proves nothing:
 * what counts is who opened the pull request that brought it, or whose signature GitHub verified.
 * @throws GitHubFailure `outage` where GitHub does not tell
 */
export async function readConsentChanges(
  reader: Octokit,
  { owner, name, path }: { readonly owner: string; readonly name: string; readonly path: string },
): Promise<ConsentChange[]> {
  const changes: ConsentChange[] = [];
  let after: string | null = null;
  do {
    const page: Page = await readPage(reader, { owner, name, path, after });
    changes.push(...page.changes);
    after = page.next;
  } while (after !== null && changes.length < MOST_CHANGES);
  return changes;
}

interface Page {
  readonly changes: readonly ConsentChange[];
  readonly next: string | null;
}

async function readPage(reader: Octokit, variables: Readonly<Record<string, string | null>>): Promise<Page> {
  const { data, errors } = await query<Answer>(reader, QUERY, variables);
  // Without a permission its part is null, and so proves nothing.
  const error = errors.find((one) => !isForbidden(one));
  if (error !== undefined) throw new GitHubFailure('outage', 'POST /graphql', error.message, { status: 200 });
  const history = data.repository?.defaultBranchRef?.target?.history;
  return {
    changes: (history?.nodes ?? []).flatMap((commit) => (commit === null ? [] : [toChange(commit)])),
    next: history?.pageInfo.hasNextPage === true ? history.pageInfo.endCursor : null,
  };
}

function toChange(commit: CommitAnswer): ConsentChange {
  const openers = (commit.associatedPullRequests?.nodes ?? []).flatMap((pull) =>
    pull?.merged === true && pull.author !== null ? [pull.author.login] : [],
  );
  return {
    text: textOf(commit),
    before: (commit.parents.nodes ?? []).map((parent) => (parent === null ? null : textOf(parent))),
    by: [...openers, ...signersOf(commit)],
  };
}

/** GitHub's own signature counts for what was done in the browser alone: there it knows whose hand it was. */
function signersOf({ signature, author, committedViaWeb }: CommitAnswer): string[] {
  const login = author?.user?.login;
  if (signature?.isValid !== true || login === undefined) return [];
  const isProved = signature.wasSignedByGitHub ? committedViaWeb : signature.signer?.login === login;
  return isProved ? [login] : [];
}

function textOf({ file }: HasText): string | null {
  return file?.object?.text ?? null;
}
