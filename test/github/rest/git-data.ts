import { ApiError, notFound, validationFailed } from '../errors.ts';
import type { TreeChange } from '../git.ts';
import type { Commit } from '../objects.ts';
import type { CommitPerson } from '../operations/commits.ts';
import { signatureOf } from '../operations/commits.ts';
import { pushRef } from '../operations/pushes.ts';
import {
  commitPayload,
  diffEntryPayload,
  entryType,
  gitCommitPayload,
  longMode,
  objectNodeId,
  refPayload,
} from '../payloads/git.ts';
import { repositoryHtmlUrl, repositoryUrl } from '../payloads/repositories.ts';
import type { Json, Repository, Verification, World } from '../state.ts';
import { accountByEmail } from '../state.ts';
import type { ApiAnswer, ApiRequest, Route } from './route.ts';
import { actor, ok, page, param, repositoryRoute, requiredText, text } from './route.ts';

/** Comparisons and commits list at most 300 files, a commit 3000 with paging. */
const COMPARED_FILES = 300;

/** How GitHub signs what it commits for a bot. */
export function signedByGitHub(world: World): Verification {
  return { verified: true, reason: 'valid', signer: world.webFlow };
}

/** The `author` or `committer` of a request. */
export function givenPerson(value: unknown): CommitPerson | undefined {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('email' in value)) return undefined;
  return { name: String(value.name), email: String(value.email) };
}

function fullRef(request: ApiRequest): string {
  return `refs/${param(request, 'ref').replace(/^refs\//, '')}`;
}

function requireNonEmpty(repository: Repository): void {
  if (repository.git.refs.size === 0) throw new ApiError(409, 'Git Repository is empty.');
}

function getRef(request: ApiRequest, repository: Repository): ApiAnswer {
  requireNonEmpty(repository);
  const oid = repository.git.refs.get(fullRef(request));
  if (oid === undefined) throw notFound();
  return ok(refPayload(request.world, repository, fullRef(request), oid));
}

function matchingRefs(request: ApiRequest, repository: Repository): ApiAnswer {
  requireNonEmpty(repository);
  const found = [...repository.git.refs]
    .filter(([name]) => name.startsWith(fullRef(request)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return ok(found.map(([name, oid]) => refPayload(request.world, repository, name, oid)));
}

function createRef(request: ApiRequest, repository: Repository): ApiAnswer {
  const ref = requiredText(request.body, 'ref', 'Reference');
  const sha = requiredText(request.body, 'sha', 'Reference');
  requireNonEmpty(repository);
  if (!/^refs\/[^/]+\/.+/.test(ref)) throw new ApiError(422, 'Reference name is not valid');
  if (!repository.git.object(sha)) throw new ApiError(422, 'Object does not exist');
  if (repository.git.refs.has(ref)) throw new ApiError(422, 'Reference already exists');
  pushRef(request.world, repository, ref, sha, actor(request));
  return ok(refPayload(request.world, repository, ref, sha), 201);
}

function updateRef(request: ApiRequest, repository: Repository): ApiAnswer {
  const ref = fullRef(request);
  const sha = requiredText(request.body, 'sha', 'Reference');
  const before = repository.git.refs.get(ref);
  if (before === undefined) throw new ApiError(422, 'Reference does not exist');
  if (!repository.git.resolveCommit(sha)) throw new ApiError(422, 'Object does not exist');
  if (request.body.force !== true && !repository.git.isAncestor(before, sha)) {
    throw new ApiError(422, 'Update is not a fast forward');
  }
  if (before !== sha) pushRef(request.world, repository, ref, sha, actor(request));
  return ok(refPayload(request.world, repository, ref, sha));
}

function deleteRef(request: ApiRequest, repository: Repository): ApiAnswer {
  const ref = fullRef(request);
  if (!repository.git.refs.has(ref)) throw new ApiError(422, 'Reference does not exist');
  pushRef(request.world, repository, ref, null, actor(request));
  return { status: 204 };
}

function createBlob(request: ApiRequest, repository: Repository): ApiAnswer {
  requireNonEmpty(repository);
  const content = request.body.content;
  if (typeof content !== 'string')
    throw validationFailed({ resource: 'Blob', code: 'missing_field', field: 'content' });
  const data = Buffer.from(content, text(request.body, 'encoding') === 'base64' ? 'base64' : 'utf8');
  const sha = repository.git.writeBlob(data);
  return ok({ sha, url: `${repositoryUrl(request.world, repository)}/git/blobs/${sha}` }, 201);
}

function getBlob(request: ApiRequest, repository: Repository): ApiAnswer {
  const object = repository.git.object(param(request, 'file_sha'));
  if (object?.kind !== 'blob') throw notFound();
  const content = object.data.toString('base64').replaceAll(/.{1,60}/g, '$&\n');
  return ok({
    sha: object.oid,
    node_id: objectNodeId('B', repository, object.oid),
    size: object.data.length,
    url: `${repositoryUrl(request.world, repository)}/git/blobs/${object.oid}`,
    content,
    encoding: 'base64',
  });
}

function createTree(request: ApiRequest, repository: Repository): ApiAnswer {
  requireNonEmpty(repository);
  const { git } = repository;
  const base = text(request.body, 'base_tree');
  const baseTree = base === undefined ? null : (git.resolveCommit(base)?.tree ?? base);
  if (baseTree !== null && git.object(baseTree)?.kind !== 'tree')
    throw new ApiError(422, 'base_tree is not a valid tree oid');
  const entries = request.body.tree;
  if (!Array.isArray(entries)) throw new ApiError(422, 'Invalid tree info');
  const changes = new Map<string, TreeChange>();
  for (const entry of entries as readonly Json[])
    changes.set(requiredText(entry, 'path', 'Tree'), treeChange(repository, entry));
  const oid = git.writeTree(baseTree, changes);
  return ok(
    treePayload(
      request.world,
      repository,
      oid,
      git.store.tree(oid).map((entry) => ({ ...entry, path: entry.name })),
    ),
    201,
  );
}

function treeChange(repository: Repository, entry: Json): TreeChange {
  const { sha, content, mode } = entry;
  if (sha === null) return null;
  if (typeof content === 'string') return { mode: String(mode ?? '100644'), oid: repository.git.writeBlob(content) };
  if (typeof sha !== 'string') throw new ApiError(422, 'tree.sha, tree.content must be supplied');
  if (mode !== '160000' && !repository.git.object(sha)) throw new ApiError(422, `tree.sha ${sha} is not a valid blob`);
  return { mode: String(mode), oid: sha };
}

function treePayload(
  world: World,
  repository: Repository,
  oid: string,
  entries: readonly { mode: string; name: string; oid: string; path: string }[],
): Json {
  const url = repositoryUrl(world, repository);
  const shown = entries.slice(0, repository.truncateTreesAt);
  return {
    sha: oid,
    url: `${url}/git/trees/${oid}`,
    truncated: shown.length < entries.length,
    tree: shown.map((entry) => {
      const type = entryType(entry);
      const size = type === 'blob' ? repository.git.object(entry.oid)?.data.length : undefined;
      return {
        path: entry.path,
        mode: longMode(entry),
        type,
        sha: entry.oid,
        ...(size === undefined ? {} : { size }),
        ...(type === 'commit' ? {} : { url: `${url}/git/${type}s/${entry.oid}` }),
      };
    }),
  };
}

function getTree(request: ApiRequest, repository: Repository): ApiAnswer {
  requireNonEmpty(repository);
  const { git } = repository;
  const name = param(request, 'tree_sha');
  const oid = git.resolveCommit(name)?.tree ?? name;
  if (git.object(oid)?.kind !== 'tree') throw notFound();
  const isRecursive = request.query.has('recursive');
  const entries = isRecursive
    ? [...git.walk(oid)]
    : git.store.tree(oid).map((entry) => ({ ...entry, path: entry.name }));
  return ok(treePayload(request.world, repository, oid, entries));
}

function createCommit(request: ApiRequest, repository: Repository): ApiAnswer {
  const { world, body } = request;
  const { git } = repository;
  const tree = requiredText(body, 'tree', 'Commit');
  const message = requiredText(body, 'message', 'Commit');
  const parents = Array.isArray(body.parents) ? body.parents.map(String) : [];
  if (git.object(tree)?.kind !== 'tree') throw new ApiError(422, 'Tree SHA does not exist');
  if (parents.some((parent) => git.object(parent)?.kind !== 'commit'))
    throw new ApiError(422, 'Parent SHA does not exist or is not a commit object');
  const author = signatureOf(world, givenPerson(body.author) ?? actor(request).account);
  const committer = givenPerson(body.committer) ?? givenPerson(body.author);
  const oid = git.writeCommit({
    tree,
    message,
    parents,
    author,
    committer: signatureOf(world, committer ?? (actor(request).app ? world.webFlow : actor(request).account)),
    signature: text(body, 'signature') ?? null,
  });
  // GitHub signs a bot's commit only when it is left to name both author and committer.
  if (!body.author && !body.committer && actor(request).app) world.verifications.set(oid, signedByGitHub(world));
  return ok(gitCommitPayload(world, repository, git.store.commit(oid)), 201);
}

function commitAt(repository: Repository, name: string): Commit {
  requireNonEmpty(repository);
  const commit = repository.git.resolveCommit(name);
  if (!commit) throw new ApiError(422, `No commit found for SHA: ${name}`);
  return commit;
}

function filesBetween(world: World, repository: Repository, before: string, head: Commit): Json[] {
  const patches = repository.git.patches(before, head.oid);
  return repository.git
    .difference(before, head.oid)
    .map((file, index) => diffEntryPayload(world, repository, head.oid, file, patches[index] ?? null));
}

function getCommit(request: ApiRequest, repository: Repository): ApiAnswer {
  const commit = commitAt(repository, param(request, 'ref'));
  const before = commit.parents[0] ?? repository.git.store.put('tree', Buffer.alloc(0));
  const files = filesBetween(request.world, repository, before, commit);
  const sum = (field: string) => files.reduce((total, file) => total + Number(file[field]), 0);
  const stats = { additions: sum('additions'), deletions: sum('deletions'), total: sum('changes') };
  return ok({ ...commitPayload(request.world, repository, commit), stats, files: files.slice(0, COMPARED_FILES) });
}

function listCommits(request: ApiRequest, repository: Repository): ApiAnswer {
  const { query, world } = request;
  const { git } = repository;
  const from = commitAt(repository, query.get('sha') ?? repository.defaultBranch);
  const [path, since, until, author] = ['path', 'since', 'until', 'author'].map((name) => query.get(name));
  const touches = (commit: Commit) => {
    const at = (oid: string | undefined) =>
      oid === undefined ? undefined : git.entryAt(git.store.commit(oid).tree, path ?? '')?.oid;
    return !path || commit.parents.every((parent) => at(parent) !== at(commit.oid));
  };
  const commits = git.log(from.oid).filter((commit) => {
    const time = commit.committer.seconds * 1000;
    const isBy = !author || [commit.author.email, accountByEmail(world, commit.author.email)?.login].includes(author);
    return touches(commit) && isBy && (!since || time >= Date.parse(since)) && (!until || time <= Date.parse(until));
  });
  return page(request, commits, (commit) => commitPayload(world, repository, commit));
}

/** A side of a comparison: a ref, an id, or `owner:branch` of a fork in the same network. */
function comparedCommit(repository: Repository, name: string): Commit {
  const colon = name.indexOf(':');
  if (colon < 0) return commitAt(repository, name);
  const login = name.slice(0, colon).split(':')[0]?.toLowerCase();
  const network = [
    repository,
    ...(repository.parent ? [repository.parent, ...repository.parent.forks] : []),
    ...repository.forks,
  ];
  const other = network.find(({ owner }) => owner.login.toLowerCase() === login);
  if (!other) throw notFound();
  return commitAt(
    other,
    name
      .slice(colon + 1)
      .split(':')
      .at(-1) ?? '',
  );
}

function compare(request: ApiRequest, repository: Repository): ApiAnswer {
  const { world } = request;
  const { git } = repository;
  const [base = '', head = ''] = param(request, 'basehead').split('...');
  const [from, to] = [comparedCommit(repository, base), comparedCommit(repository, head)];
  const middle = git.mergeBase(from.oid, to.oid);
  if (middle === undefined) throw new ApiError(404, `No common ancestor between ${base} and ${head}.`);
  const ahead = git.log(to.oid, [from.oid]).reverse();
  const behind = git.log(from.oid, [to.oid]);
  const status =
    ahead.length > 0 ? (behind.length > 0 ? 'diverged' : 'ahead') : behind.length > 0 ? 'behind' : 'identical';
  const html = `${repositoryHtmlUrl(world, repository)}/compare/${base}...${head}`;
  const listed = page(request, ahead, (commit) => commitPayload(world, repository, commit));
  const isFirst = (request.query.get('page') ?? '1') === '1';
  return {
    ...listed,
    body: {
      url: `${repositoryUrl(world, repository)}/compare/${base}...${head}`,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: commitPayload(world, repository, from),
      merge_base_commit: commitPayload(world, repository, git.store.commit(middle)),
      status,
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits:
        request.query.has('page') || request.query.has('per_page')
          ? listed.body
          : ahead.slice(-250).map((commit) => commitPayload(world, repository, commit)),
      files: isFirst ? filesBetween(world, repository, middle, to).slice(0, COMPARED_FILES) : [],
    },
  };
}

export const gitDataRoutes: readonly Route[] = [
  repositoryRoute('GET', '/git/ref/{ref}', 'contents:read', getRef),
  repositoryRoute('GET', '/git/matching-refs/{ref}', 'contents:read', matchingRefs),
  repositoryRoute('POST', '/git/refs', 'contents:write', createRef),
  repositoryRoute('PATCH', '/git/refs/{ref}', 'contents:write', updateRef),
  repositoryRoute('DELETE', '/git/refs/{ref}', 'contents:write', deleteRef),
  repositoryRoute('POST', '/git/blobs', 'contents:write', createBlob),
  repositoryRoute('GET', '/git/blobs/{file_sha}', 'contents:read', getBlob),
  repositoryRoute('POST', '/git/trees', 'contents:write', createTree),
  repositoryRoute('GET', '/git/trees/{tree_sha}', 'contents:read', getTree),
  repositoryRoute('POST', '/git/commits', 'contents:write', createCommit),
  repositoryRoute('GET', '/git/commits/{commit_sha}', 'contents:read', (request, repository) => {
    const object = repository.git.object(param(request, 'commit_sha'));
    if (object?.kind !== 'commit') throw notFound();
    return ok(gitCommitPayload(request.world, repository, repository.git.store.commit(object.oid)));
  }),
  repositoryRoute('GET', '/commits', 'contents:read', listCommits),
  repositoryRoute('GET', '/commits/{ref}', 'contents:read', getCommit),
  repositoryRoute('GET', '/compare/{basehead}', 'contents:read', compare),
];
