import { ApiError, notFound } from '../errors.ts';
import type { Commit, TreeEntry } from '../objects.ts';
import { writeCommit } from '../operations/commits.ts';
import { checkPlace } from '../operations/file-place.ts';
import { pushRef } from '../operations/pushes.ts';
import { gitCommitPayload } from '../payloads/git.ts';
import { repositoryHtmlUrl, repositoryUrl } from '../payloads/repositories.ts';
import type { Json, Repository, World } from '../state.ts';
import { givenPerson, signedByGitHub } from './git-data.ts';
import type { ApiRequest, Route } from './route.ts';
import { actor, ok, param, repositoryRoute, requiredText, text } from './route.ts';

/** Above 1 MB the contents endpoint leaves the content out, above 100 MB it refuses. */
const INLINE_LIMIT = 1024 * 1024;

const TYPES: Readonly<Record<string, string>> = { '40000': 'dir', '120000': 'symlink', '160000': 'submodule' };

function contentPayload(world: World, repository: Repository, ref: string, path: string, entry: TreeEntry): Json {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const isDirectory = entry.mode === '40000';
  const url = `${repositoryUrl(world, repository)}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const html = `${repositoryHtmlUrl(world, repository)}/${isDirectory ? 'tree' : 'blob'}/${ref}/${encoded}`;
  const isLink = entry.mode === '160000';
  const gitUrl = isLink
    ? null
    : `${repositoryUrl(world, repository)}/git/${isDirectory ? 'trees' : 'blobs'}/${entry.oid}`;
  const blob = entry.mode.startsWith('1') && !isLink ? repository.git.object(entry.oid) : undefined;
  return {
    type: TYPES[entry.mode] ?? 'file',
    size: blob?.data.length ?? 0,
    name: path.split('/').at(-1) ?? '',
    path,
    sha: entry.oid,
    url,
    git_url: gitUrl,
    html_url: html,
    download_url: blob ? `${world.url}/raw/${repository.owner.login}/${repository.name}/${ref}/${encoded}` : null,
    _links: { self: url, git: gitUrl, html },
  };
}

/** Base64 in lines of 60, as GitHub sends it. */
function base64(data: Buffer): string {
  return data.toString('base64').replaceAll(/.{1,60}/g, '$&\n');
}

function headCommit(repository: Repository, ref: string | null): Commit {
  const commit = repository.git.resolveCommit(ref ?? repository.defaultBranch);
  if (commit) return commit;
  if (repository.git.refs.size === 0) throw new ApiError(404, 'This repository is empty.');
  throw new ApiError(404, `No commit found for the ref ${ref ?? repository.defaultBranch}`);
}

function getContents(request: ApiRequest, repository: Repository) {
  const { world, query } = request;
  const { git } = repository;
  const path = param(request, 'path').replaceAll(/^\/+|\/+$/g, '');
  const ref = query.get('ref') ?? repository.defaultBranch;
  const entry = git.entryAt(headCommit(repository, query.get('ref')).tree, path);
  if (!entry) throw notFound();
  if (entry.mode === '40000') {
    const inside = git.store.tree(entry.oid);
    return ok(
      inside.map((child) =>
        contentPayload(world, repository, ref, path === '' ? child.name : `${path}/${child.name}`, child),
      ),
    );
  }
  const payload = contentPayload(world, repository, ref, path, entry);
  if (entry.mode === '160000') return ok({ ...payload, submodule_git_url: null });
  const data = git.object(entry.oid)?.data ?? Buffer.alloc(0);
  if (entry.mode === '120000') return ok({ ...payload, target: data.toString('utf8') });
  const isInline = data.length <= INLINE_LIMIT;
  return ok({ ...payload, content: isInline ? base64(data) : '', encoding: isInline ? 'base64' : 'none' });
}

function putContents(request: ApiRequest, repository: Repository) {
  const { world, body } = request;
  const { git } = repository;
  const path = param(request, 'path').replaceAll(/^\/+|\/+$/g, '');
  const branch = text(body, 'branch') ?? repository.defaultBranch;
  const parent = git.branch(branch);
  if (parent === undefined && git.refs.size > 0) throw new ApiError(404, `Branch ${branch} not found`);
  const standing = parent === undefined ? undefined : git.entryAt(git.store.commit(parent).tree, path);
  const sha = text(body, 'sha');
  if (standing && sha === undefined) throw new ApiError(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  if (sha !== undefined && standing?.oid !== sha) throw new ApiError(409, `${path} does not match ${sha}`);
  checkPlace(repository, { branch, path, isDeletion: false });
  const content = Buffer.from(requiredContent(body), 'base64');
  const author = givenPerson(body.author) ?? actor(request).account;
  const committer = givenPerson(body.committer) ?? givenPerson(body.author) ?? world.webFlow;
  const message = requiredText(body, 'message', 'Commit');
  const oid = writeCommit(world, repository, parent === undefined ? [] : [parent], {
    files: { [path]: content },
    message,
    author,
    committer,
    ...(body.author || body.committer ? {} : { verification: signedByGitHub(world) }),
  });
  pushRef(world, repository, `refs/heads/${branch}`, oid, actor(request));
  const commit = git.store.commit(oid);
  const entry = git.entryAt(commit.tree, path);
  if (!entry) throw notFound();
  return ok(
    {
      content: contentPayload(world, repository, branch, path, entry),
      commit: gitCommitPayload(world, repository, commit),
    },
    standing ? 200 : 201,
  );
}

function requiredContent(body: Json): string {
  const value = body.content;
  if (typeof value !== 'string') throw new ApiError(422, `Invalid request.\n\n"content" wasn't supplied.`);
  return value;
}

export const contentRoutes: readonly Route[] = [
  repositoryRoute('GET', '/contents/{path}', 'contents:read', getContents),
  repositoryRoute('PUT', '/contents/{path}', 'contents:write', putContents),
];
