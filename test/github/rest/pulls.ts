import { notFound, validationFailed } from '../errors.ts';
import { editIssue } from '../operations/issues.ts';
import { changeBase, mergePull, openPull } from '../operations/pulls.ts';
import { commitPayload, diffEntryPayload } from '../payloads/git.ts';
import { fullPull, mergeBaseOf, simplePull } from '../payloads/pulls.ts';
import type { PullRequest, Repository } from '../state.ts';
import type { ApiAnswer, ApiRequest, Route } from './route.ts';
import { actor, numberParam, ok, page, repositoryRoute, requiredText, text } from './route.ts';

/** GitHub lists no more files and commits of a pull request than these. */
const FILE_LIMIT = 3000;
const COMMIT_LIMIT = 250;

function pullOf(request: ApiRequest, repository: Repository): PullRequest {
  const pull = repository.issues.get(numberParam(request, 'pull_number'))?.pull;
  if (!pull) throw notFound();
  return pull;
}

function listPulls(request: ApiRequest, repository: Repository): ApiAnswer {
  const { world, query, asOf } = request;
  const state = query.get('state') ?? 'open';
  const [head, base] = [query.get('head'), query.get('base')];
  const found = world.versions
    .view([...repository.issues.values()], asOf)
    .flatMap((issue) => (issue.pull && (state === 'all' || issue.state === state) ? [issue.pull] : []))
    .filter((pull) => !head || `${pull.head.owner.login}:${pull.head.ref}`.toLowerCase() === head.toLowerCase())
    .filter((pull) => !base || pull.base.ref === base);
  const sort = query.get('sort') ?? 'created';
  const isAscending = query.get('direction')
    ? query.get('direction') === 'asc'
    : sort !== 'created' && query.has('sort');
  const key = ({ issue }: PullRequest) => (sort === 'updated' ? Date.parse(issue.updatedAt) : issue.number);
  found.sort((a, b) => (key(a) - key(b) || a.issue.number - b.issue.number) * (isAscending ? 1 : -1));
  return page(request, found, (pull) => simplePull(world, pull));
}

/** `head` is a branch, or `owner:branch` of the repository or a fork of it. */
function headOf(repository: Repository, head: string): { repository: Repository; branch: string } {
  const colon = head.indexOf(':');
  if (colon < 0) return { repository, branch: head };
  const login = head.slice(0, colon).toLowerCase();
  const found = [repository, ...repository.forks].find(
    ({ owner, deleted }) => !deleted && owner.login.toLowerCase() === login,
  );
  if (!found) throw validationFailed({ resource: 'PullRequest', field: 'head', code: 'invalid' });
  return { repository: found, branch: head.slice(colon + 1) };
}

function createPull(request: ApiRequest, repository: Repository): ApiAnswer {
  const { world, body } = request;
  const head = headOf(repository, requiredText(body, 'head', 'PullRequest'));
  const options = {
    title: text(body, 'title') ?? '',
    body: text(body, 'body') ?? null,
    head: head.branch,
    headRepository: head.repository,
    base: requiredText(body, 'base', 'PullRequest'),
    draft: body.draft === true,
    ...(typeof body.maintainer_can_modify === 'boolean' ? { maintainerCanModify: body.maintainer_can_modify } : {}),
  };
  return ok(fullPull(world, openPull(world, repository, options, actor(request))), 201);
}

function patchPull(request: ApiRequest, repository: Repository): ApiAnswer {
  const { world, body } = request;
  const pull = pullOf(request, repository);
  const state = text(body, 'state');
  const change = {
    title: text(body, 'title'),
    body: body.body === null ? null : text(body, 'body'),
    state: state === 'open' || state === 'closed' ? state : undefined,
  } as const;
  const base = text(body, 'base');
  if (base !== undefined) changeBase(world, pull, base, actor(request));
  editIssue(world, pull.issue, change, actor(request));
  return ok(fullPull(world, pull));
}

function listFiles(request: ApiRequest, repository: Repository): ApiAnswer {
  const pull = pullOf(request, repository);
  const base = mergeBaseOf(pull);
  const files = repository.git.difference(base, pull.head.sha).slice(0, FILE_LIMIT);
  const patches = repository.git.patches(base, pull.head.sha);
  const numbered = files.map((file, index) => ({ file, patch: patches[index] ?? null }));
  return page(request, numbered, ({ file, patch }) =>
    diffEntryPayload(request.world, repository, pull.head.sha, file, patch),
  );
}

function merge(request: ApiRequest, repository: Repository): ApiAnswer {
  const { world, body } = request;
  const method = text(body, 'merge_method');
  const options = {
    method: method === 'squash' || method === 'rebase' ? method : 'merge',
    title: text(body, 'commit_title'),
    message: text(body, 'commit_message'),
    sha: text(body, 'sha'),
  } as const;
  const sha = mergePull(world, pullOf(request, repository), options, actor(request));
  return ok({ sha, merged: true, message: 'Pull Request successfully merged' });
}

export const pullRoutes: readonly Route[] = [
  repositoryRoute('GET', '/pulls', 'pull_requests:read', listPulls),
  repositoryRoute('POST', '/pulls', 'pull_requests:write', createPull, { isContent: true }),
  repositoryRoute('GET', '/pulls/{pull_number}', 'pull_requests:read', (request, repository) =>
    ok(fullPull(request.world, pullOf(request, repository))),
  ),
  repositoryRoute('PATCH', '/pulls/{pull_number}', 'pull_requests:write', patchPull),
  repositoryRoute('GET', '/pulls/{pull_number}/files', 'pull_requests:read', listFiles),
  repositoryRoute('GET', '/pulls/{pull_number}/commits', 'pull_requests:read', (request, repository) => {
    const pull = pullOf(request, repository);
    const commits = repository.git
      .log(pull.head.sha, [mergeBaseOf(pull)])
      .reverse()
      .slice(0, COMMIT_LIMIT);
    return page(request, commits, (commit) => commitPayload(request.world, repository, commit));
  }),
  repositoryRoute('PUT', '/pulls/{pull_number}/merge', 'contents:write', merge),
];
