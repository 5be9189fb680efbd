import type { ChangedFile } from '../difference.ts';
import { nodeId } from '../ids.ts';
import type { Commit, Signature, TreeEntry } from '../objects.ts';
import { signatureDate } from '../objects.ts';
import type { Json, Repository, Verification, World } from '../state.ts';
import { accountByEmail } from '../state.ts';
import { simpleUser } from './accounts.ts';
import { repositoryHtmlUrl, repositoryUrl } from './repositories.ts';

/** What GitHub says of a commit's signature: what the world was told, else unsigned. */
export function verificationOf(world: World, commit: Commit): Verification {
  const unsigned = { verified: false, reason: commit.signature ? 'unknown_key' : 'unsigned', signer: null };
  return world.verifications.get(commit.oid) ?? unsigned;
}

function verificationPayload(world: World, commit: Commit): Json {
  const { verified, reason } = verificationOf(world, commit);
  const isSigned = reason !== 'unsigned';
  return {
    verified,
    reason,
    signature: isSigned ? (commit.signature ?? '-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n') : null,
    payload: isSigned ? `tree ${commit.tree}\n` : null,
    verified_at: verified ? signatureDate(commit.committer) : null,
  };
}

function person(signature: Signature): Json {
  return { name: signature.name, email: signature.email, date: signatureDate(signature) };
}

/** The answer of `GET /repos/{owner}/{repo}/git/commits/{sha}`. */
export function gitCommitPayload(world: World, repository: Repository, commit: Commit): Json {
  const url = repositoryUrl(world, repository);
  const html = repositoryHtmlUrl(world, repository);
  return {
    sha: commit.oid,
    node_id: objectNodeId('C', repository, commit.oid),
    url: `${url}/git/commits/${commit.oid}`,
    html_url: `${html}/commit/${commit.oid}`,
    author: person(commit.author),
    committer: person(commit.committer),
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${html}/commit/${sha}`,
    })),
    verification: verificationPayload(world, commit),
  };
}

/** A commit with the accounts behind its addresses, as lists of commits show it. */
export function commitPayload(world: World, repository: Repository, commit: Commit): Json {
  const url = repositoryUrl(world, repository);
  const html = repositoryHtmlUrl(world, repository);
  const account = (signature: Signature) => {
    const found = accountByEmail(world, signature.email);
    return found ? simpleUser(world, found) : null;
  };
  return {
    sha: commit.oid,
    node_id: objectNodeId('C', repository, commit.oid),
    commit: {
      author: person(commit.author),
      committer: person(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.oid}`,
      comment_count: 0,
      verification: verificationPayload(world, commit),
    },
    url: `${url}/commits/${commit.oid}`,
    html_url: `${html}/commit/${commit.oid}`,
    comments_url: `${url}/commits/${commit.oid}/comments`,
    author: account(commit.author),
    committer: account(commit.committer),
    parents: commit.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${html}/commit/${sha}` })),
  };
}

/** A commit as a push webhook and a check suite carry it. */
export function pushCommitPayload(world: World, repository: Repository, commit: Commit): Json {
  const parent = commit.parents[0];
  const before = parent === undefined ? null : repository.git.store.commit(parent).tree;
  const named = (signature: Signature) => {
    const login = accountByEmail(world, signature.email)?.login;
    return { name: signature.name, email: signature.email, ...(login === undefined ? {} : { username: login }) };
  };
  return {
    id: commit.oid,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: signatureDate(commit.committer),
    url: `${repositoryHtmlUrl(world, repository)}/commit/${commit.oid}`,
    author: named(commit.author),
    committer: named(commit.committer),
    ...repository.git.changedPaths(before, commit.tree),
  };
}

/** The mode of a tree entry in GitHub's six digits. */
export function longMode(entry: TreeEntry): string {
  return entry.mode.padStart(6, '0');
}

export function entryType(entry: TreeEntry): 'blob' | 'tree' | 'commit' {
  if (entry.mode === '40000') return 'tree';
  return entry.mode === '160000' ? 'commit' : 'blob';
}

/** The node id of a git object; it names its repository, from which `node(id)` reads it back. */
export function objectNodeId(prefix: string, repository: Repository, oid: string): string {
  return `${nodeId(prefix, repository.id)}${Buffer.from(oid).toString('base64url')}`;
}

/** The answer of `GET /repos/{owner}/{repo}/git/ref/{ref}`. */
export function refPayload(world: World, repository: Repository, name: string, oid: string): Json {
  const url = repositoryUrl(world, repository);
  const kind = repository.git.object(oid)?.kind ?? 'commit';
  return {
    ref: name,
    node_id: objectNodeId('REF', repository, name),
    url: `${url}/git/${name}`,
    object: { sha: oid, type: kind, url: `${url}/git/${kind}s/${oid}` },
  };
}

/** A file of a comparison or a pull request. */
export function diffEntryPayload(
  world: World,
  repository: Repository,
  head: string,
  file: ChangedFile,
  patch: string | null,
): Json {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  const html = repositoryHtmlUrl(world, repository);
  return {
    sha: file.oid,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${head}/${path}`,
    raw_url: `${html}/raw/${head}/${path}`,
    contents_url: `${repositoryUrl(world, repository)}/contents/${path}?ref=${head}`,
    ...(patch === null || file.isBinary ? {} : { patch }),
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  };
}
