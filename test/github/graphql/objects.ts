import { isUtf8 } from 'node:buffer';
import type { Commit, Signature } from '../objects.ts';
import { signatureDate } from '../objects.ts';
import { entryType, longMode, objectNodeId, verificationOf } from '../payloads/git.ts';
import { repositoryHtmlUrl, repositoryUrl } from '../payloads/repositories.ts';
import type { PullRequest, Repository, World } from '../state.ts';
import { accountByEmail } from '../state.ts';
import { accountNode } from './accounts.ts';
import type { GraphqlNode, PageArguments } from './connection.ts';
import { connection } from './connection.ts';

/** GitHub cuts the text of a blob at this many bytes. */
const TEXT_LIMIT = 512_000;

/** A git object by an expression such as `HEAD:docs`, `main`, an id, or an id with a path. */
export function objectByExpression(world: World, repository: Repository, expression: string): GraphqlNode | null {
  const { git } = repository;
  const colon = expression.indexOf(':');
  const revision = colon < 0 ? expression : expression.slice(0, colon);
  const bare = revision.replace(/\^\{(tree|commit)\}$/, '');
  const commit = git.resolveCommit(bare === 'HEAD' || bare === '' ? repository.defaultBranch : bare);
  const wantsTree = revision.endsWith('^{tree}');
  if (colon < 0)
    return commit
      ? objectByOid(world, repository, wantsTree ? commit.tree : commit.oid)
      : objectByOid(world, repository, bare);
  const tree = commit?.tree ?? (git.object(bare)?.kind === 'tree' ? bare : undefined);
  const entry = tree === undefined ? undefined : git.entryAt(tree, expression.slice(colon + 1));
  return entry ? objectByOid(world, repository, entry.oid) : null;
}

/** A git object by its id; `null` where the repository's network has none, as for a submodule's commit. */
export function objectByOid(world: World, repository: Repository, oid: string): GraphqlNode | null {
  const object = repository.git.object(oid);
  if (!object || object.kind === 'tag') return null;
  const frame = {
    id: objectNodeId(object.kind === 'commit' ? 'C' : object.kind === 'tree' ? 'T' : 'B', repository, oid),
    oid,
    abbreviatedOid: oid.slice(0, 7),
    commitUrl: `${repositoryHtmlUrl(world, repository)}/commit/${oid}`,
  };
  if (object.kind === 'blob') return { __typename: 'Blob', ...frame, ...blobFields(object.data) };
  if (object.kind === 'tree')
    return { __typename: 'Tree', ...frame, entries: () => treeEntries(world, repository, oid, '') };
  return commitNode(world, repository, repository.git.store.commit(oid));
}

/** GitHub gives no text for binary content, and only the beginning of a long one. */
function blobFields(data: Buffer) {
  const isBinary = data.subarray(0, 8000).includes(0) || !isUtf8(data);
  const isTruncated = data.length > TEXT_LIMIT;
  return {
    byteSize: data.length,
    isBinary,
    isTruncated,
    text: isBinary ? null : data.subarray(0, TEXT_LIMIT).toString('utf8'),
  };
}

function treeEntries(world: World, repository: Repository, oid: string, prefix: string): GraphqlNode[] {
  return repository.git.store.tree(oid).map((entry) => ({
    __typename: 'TreeEntry',
    name: entry.name,
    oid: entry.oid,
    mode: Number.parseInt(longMode(entry), 8),
    type: entryType(entry),
    path: `${prefix}${entry.name}`,
    size: entryType(entry) === 'blob' ? (repository.git.object(entry.oid)?.data.length ?? 0) : 0,
    isGenerated: false,
    object: () => objectByOid(world, repository, entry.oid),
  }));
}

function actorNode(world: World, signature: Signature): GraphqlNode {
  const account = accountByEmail(world, signature.email);
  return {
    __typename: 'GitActor',
    name: signature.name,
    email: signature.email,
    date: signatureDate(signature),
    user: account?.type === 'User' ? accountNode(world, account) : null,
  };
}

interface HistoryFilter {
  readonly since?: string | null;
  readonly until?: string | null;
  readonly path?: string | null;
}

/** Whether a commit has something else at a path than its first parent. */
function changes({ git }: Repository, { tree, parents: [parent] }: Commit, path: string): boolean {
  const before = parent === undefined ? undefined : git.entryAt(git.store.commit(parent).tree, path)?.oid;
  return git.entryAt(tree, path)?.oid !== before;
}

export function commitNode(world: World, repository: Repository, commit: Commit): GraphqlNode {
  const [headline = '', ...rest] = commit.message.split('\n');
  const verification = verificationOf(world, commit);
  const url = `${repositoryHtmlUrl(world, repository)}/commit/${commit.oid}`;
  return {
    __typename: 'Commit',
    id: objectNodeId('C', repository, commit.oid),
    oid: commit.oid,
    abbreviatedOid: commit.oid.slice(0, 7),
    url,
    commitUrl: url,
    resourcePath: url.slice(world.url.length),
    message: commit.message,
    messageHeadline: headline,
    messageBody: rest.join('\n').trim(),
    committedDate: signatureDate(commit.committer),
    authoredDate: signatureDate(commit.author),
    committedViaWeb: verification.signer === world.webFlow,
    author: actorNode(world, commit.author),
    committer: actorNode(world, commit.committer),
    authors: (page: PageArguments) =>
      connection('authors', [commit.author], page, (author) => actorNode(world, author), 'GitActorConnection'),
    parents: (page: PageArguments) =>
      connection(
        'parents',
        commit.parents,
        page,
        (oid) => commitNode(world, repository, repository.git.store.commit(oid)),
        'CommitConnection',
      ),
    tree: () => objectByOid(world, repository, commit.tree),
    treeUrl: `${repositoryUrl(world, repository)}/tree/${commit.oid}`,
    zipballUrl: `${repositoryUrl(world, repository)}/zipball/${commit.oid}`,
    signature: verification.reason === 'unsigned' ? null : signatureNode(world, commit),
    repository: () => null,
    associatedPullRequests: (page: PageArguments) =>
      connection(
        'associatedPullRequests',
        pullsWith(repository, commit.oid),
        page,
        (pull) => associatedPullNode(world, pull),
        'PullRequestConnection',
      ),
    history: (page: PageArguments & HistoryFilter) =>
      connection(
        'history',
        repository.git
          .log(commit.oid)
          .filter(({ committer }) => {
            const at = Date.parse(signatureDate(committer));
            return (
              (page.since == null || at >= Date.parse(page.since)) &&
              (page.until == null || at <= Date.parse(page.until))
            );
          })
          .filter((entry) => page.path == null || changes(repository, entry, page.path)),
        page,
        (entry) => commitNode(world, repository, entry),
        'CommitHistoryConnection',
      ),
    file: ({ path }: { path: string }) => {
      const entry = repository.git.entryAt(commit.tree, path);
      return entry
        ? {
            __typename: 'TreeEntry',
            name: entry.name,
            oid: entry.oid,
            path,
            mode: Number.parseInt(longMode(entry), 8),
            type: entryType(entry),
            object: () => objectByOid(world, repository, entry.oid),
          }
        : null;
    },
  };
}

/** The pull requests that brought a commit, or would. */
function pullsWith({ git, issues }: Repository, oid: string): PullRequest[] {
  return [...issues.values()].flatMap(({ pull }) => {
    if (pull === null) return [];
    const brings = git.log(pull.head.sha, [pull.base.sha]).some((commit) => commit.oid === oid);
    return brings || pull.mergeCommitSha === oid ? [pull] : [];
  });
}

/** What is asked of a pull request from one of its commits. */
function associatedPullNode(world: World, { nodeId, issue, mergedAt }: PullRequest): GraphqlNode {
  return {
    __typename: 'PullRequest',
    id: nodeId,
    number: issue.number,
    merged: mergedAt !== null,
    mergedAt,
    author: accountNode(world, issue.user),
  };
}

/** GitHub's `GitSignatureState` of the REST reason. */
function signatureNode(world: World, commit: Commit): GraphqlNode {
  const { verified, reason, signer } = verificationOf(world, commit);
  return {
    __typename: 'GpgSignature',
    isValid: verified,
    state: reason.toUpperCase(),
    email: commit.committer.email,
    payload: `tree ${commit.tree}\n`,
    signature: commit.signature ?? '',
    signer: signer?.type === 'User' ? accountNode(world, signer) : null,
    wasSignedByGitHub: signer === world.webFlow,
    verifiedAt: verified ? signatureDate(commit.committer) : null,
    keyId: null,
  };
}
