import { ApiError, notFound, validationFailed } from '../errors.ts';
import {
  createComment,
  deleteComment,
  editComment,
  editIssue,
  openIssue,
  react,
  setLabels,
} from '../operations/issues.ts';
import { createLabel, labelsByName } from '../operations/labels.ts';
import { commentPayload, issuePayload, labelPayload, reactionPayload } from '../payloads/issues.ts';
import { hasPermission, hasRole, roleOf } from '../permissions.ts';
import type { Account, Comment, Issue, Json, Milestone, Repository, World } from '../state.ts';
import { accountByLogin } from '../state.ts';
import type { ApiAnswer, ApiRequest, Route } from './route.ts';
import { actor, numberParam, ok, page, param, repositoryRoute, requiredText, text } from './route.ts';

const READ = ['issues:read', 'pull_requests:read'];
const WRITE = ['issues:write', 'pull_requests:write'];

/** The issue or pull request of the request; a token needs the permission of its kind. */
function issueOf(request: ApiRequest, repository: Repository): Issue {
  const issue = repository.issues.get(numberParam(request, 'issue_number'));
  if (!issue) throw notFound();
  if (request.world.versions.isRemoved(issue)) throw new ApiError(410, 'This issue was deleted');
  return issue;
}

/** Issues need `issues`, pull requests either of the two. */
function requireKind(request: ApiRequest, issue: Issue, access: 'read' | 'write'): void {
  const { caller } = request;
  if (caller.kind !== 'installation' || issue.pull) return;
  if (!hasPermission(caller.token.permissions, `issues:${access}`)) {
    throw new ApiError(
      403,
      'Resource not accessible by integration',
      {},
      { 'x-accepted-github-permissions': `issues=${access}` },
    );
  }
}

function commentOf(request: ApiRequest, repository: Repository): Comment {
  const id = numberParam(request, 'comment_id');
  const comments = [...repository.issues.values()].flatMap((issue) => issue.comments);
  const found = request.world.versions.view(comments).find((comment) => comment.id === id);
  if (!found) throw notFound();
  return found;
}

/** People change their own texts; those with write access, and apps with the permission, change all. */
function requireOwnText(request: ApiRequest, repository: Repository, author: Account): void {
  const { caller } = request;
  if (caller.kind !== 'user' || caller.account === author) return;
  if (!hasRole(roleOf(repository, caller.account), 'write'))
    throw new ApiError(403, 'Must have admin rights to Repository.');
}

const SORT = {
  created: (issue: Issue) => issue.number,
  updated: (issue: Issue) => Date.parse(issue.updatedAt),
  comments: (issue: Issue) => issue.comments.length,
} as const;

/** An app may be named as `app/slug`, too. */
function loginOf(creator: string): string {
  return creator.toLowerCase().replace(/^app\/(.+)$/, '$1[bot]');
}

function listIssues(request: ApiRequest, repository: Repository): ApiAnswer {
  const { world, query, caller, asOf } = request;
  const state = query.get('state') ?? 'open';
  const labels = (query.get('labels') ?? '')
    .toLowerCase()
    .split(',')
    .filter((name) => name !== '');
  const [creator, since, assignee] = ['creator', 'since', 'assignee'].map((name) => query.get(name));
  const mayIssues = caller.kind !== 'installation' || hasPermission(caller.token.permissions, 'issues:read');
  const found = world.versions
    .view([...repository.issues.values()], asOf)
    .filter((issue) => mayIssues || issue.pull)
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => labels.every((name) => issue.labels.some((label) => label.name.toLowerCase() === name)))
    .filter((issue) => !creator || loginOf(creator) === issue.user.login.toLowerCase())
    .filter((issue) => !assignee || assignee === '*' || issue.assignees.some(({ login }) => login === assignee))
    .filter((issue) => !since || Date.parse(issue.updatedAt) >= Date.parse(since));
  const sort = SORT[(query.get('sort') ?? 'created') as keyof typeof SORT] ?? SORT.created;
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  return page(
    request,
    found.sort((a, b) => sign * (sort(a) - sort(b) || a.number - b.number)),
    (issue) => issuePayload(world, issue),
  );
}

function labelNames(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((label: unknown) => (typeof label === 'string' ? label : String((label as Json).name)));
}

function assigneesOf(world: World, body: Json): Account[] | undefined {
  const logins = body.assignees;
  if (!Array.isArray(logins)) return undefined;
  return logins.flatMap((login) => accountByLogin(world, String(login)) ?? []);
}

function milestoneOf({ milestone }: Json, repository: Repository): Milestone | null | undefined {
  if (milestone === undefined || milestone === null) return milestone;
  const found = repository.milestones.get(Number(milestone));
  if (!found) throw validationFailed({ resource: 'Issue', code: 'invalid', field: 'milestone' });
  return found;
}

function createIssue(request: ApiRequest, repository: Repository): ApiAnswer {
  const { world, body } = request;
  const assignees = assigneesOf(world, body);
  const labels = labelNames(body.labels);
  const options = {
    title: body.title === undefined ? '' : String(body.title),
    body: text(body, 'body') ?? null,
    ...(labels ? { labels } : {}),
    ...(assignees ? { assignees } : {}),
  };
  return ok(issuePayload(world, openIssue(world, repository, options, actor(request))), 201);
}

function patchIssue(request: ApiRequest, repository: Repository): ApiAnswer {
  const { world, body } = request;
  const issue = issueOf(request, repository);
  requireKind(request, issue, 'write');
  requireOwnText(request, repository, issue.user);
  const state = text(body, 'state');
  const change = {
    title: body.title === undefined || body.title === null ? undefined : String(body.title),
    body: body.body === null ? null : text(body, 'body'),
    state: state === 'open' || state === 'closed' ? state : undefined,
    stateReason: text(body, 'state_reason'),
    labels: labelNames(body.labels),
    assignees: assigneesOf(world, body),
    milestone: milestoneOf(body, repository),
  } as const;
  editIssue(world, issue, change, actor(request));
  return ok(issuePayload(world, issue));
}

function addLabels(request: ApiRequest, repository: Repository): ApiAnswer {
  const issue = issueOf(request, repository);
  requireKind(request, issue, 'write');
  const added = labelsByName(request.world, repository, labelNames(request.body.labels) ?? []);
  setLabels(
    request.world,
    issue,
    [...issue.labels, ...added.filter((label) => !issue.labels.includes(label))],
    actor(request),
  );
  return ok(issue.labels.map((label) => labelPayload(request.world, repository, label)));
}

function removeLabel(request: ApiRequest, repository: Repository): ApiAnswer {
  const issue = issueOf(request, repository);
  requireKind(request, issue, 'write');
  const name = param(request, 'name').toLowerCase();
  const kept = issue.labels.filter((label) => label.name.toLowerCase() !== name);
  if (kept.length === issue.labels.length) throw new ApiError(404, 'Label does not exist');
  setLabels(request.world, issue, kept, actor(request));
  return ok(kept.map((label) => labelPayload(request.world, repository, label)));
}

function listComments(request: ApiRequest, repository: Repository): ApiAnswer {
  const issue = issueOf(request, repository);
  requireKind(request, issue, 'read');
  const since = request.query.get('since');
  const found = request.world.versions
    .view(issue.comments, request.asOf)
    .filter((comment) => !since || Date.parse(comment.updatedAt) >= Date.parse(since));
  return page(request, found, (comment) => commentPayload(request.world, comment));
}

function listRepositoryComments(request: ApiRequest, repository: Repository): ApiAnswer {
  const { world, query, asOf } = request;
  const since = query.get('since');
  const all = [...repository.issues.values()].flatMap((issue) => issue.comments);
  const found = world.versions
    .view(all, asOf)
    .filter((comment) => !since || Date.parse(comment.updatedAt) >= Date.parse(since));
  const key = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const sign = query.get('direction') === 'desc' ? -1 : 1;
  found.sort((a, b) => sign * (Date.parse(a[key]) - Date.parse(b[key]) || a.id - b.id));
  return page(request, found, (comment) => commentPayload(world, comment));
}

export const issueRoutes: readonly Route[] = [
  repositoryRoute('GET', '/issues', READ, listIssues),
  repositoryRoute('POST', '/issues', 'issues:write', createIssue, { isContent: true }),
  repositoryRoute('GET', '/issues/{issue_number}', READ, (request, repository) => {
    const issue = issueOf(request, repository);
    requireKind(request, issue, 'read');
    return ok(issuePayload(request.world, issue));
  }),
  repositoryRoute('PATCH', '/issues/{issue_number}', WRITE, patchIssue),
  repositoryRoute('GET', '/issues/{issue_number}/comments', READ, listComments),
  repositoryRoute('GET', '/issues/comments', READ, listRepositoryComments),
  repositoryRoute(
    'POST',
    '/issues/{issue_number}/comments',
    WRITE,
    (request, repository) => {
      const issue = issueOf(request, repository);
      requireKind(request, issue, 'write');
      const comment = createComment(request.world, issue, text(request.body, 'body') ?? '', actor(request));
      return ok(commentPayload(request.world, comment), 201);
    },
    { isContent: true },
  ),
  repositoryRoute('GET', '/issues/comments/{comment_id}', READ, (request, repository) =>
    ok(commentPayload(request.world, commentOf(request, repository))),
  ),
  repositoryRoute('PATCH', '/issues/comments/{comment_id}', WRITE, (request, repository) => {
    const comment = commentOf(request, repository);
    requireKind(request, comment.issue, 'write');
    requireOwnText(request, repository, comment.user);
    editComment(request.world, comment, text(request.body, 'body') ?? '', actor(request));
    return ok(commentPayload(request.world, comment));
  }),
  repositoryRoute('DELETE', '/issues/comments/{comment_id}', WRITE, (request, repository) => {
    const comment = commentOf(request, repository);
    requireKind(request, comment.issue, 'write');
    requireOwnText(request, repository, comment.user);
    deleteComment(request.world, comment, actor(request));
    return { status: 204 };
  }),
  repositoryRoute('POST', '/issues/comments/{comment_id}/reactions', WRITE, (request, repository) => {
    const content = requiredText(request.body, 'content', 'Reaction');
    const { reaction, isNew } = react(request.world, commentOf(request, repository), content, actor(request));
    return ok(reactionPayload(request.world, reaction), isNew ? 201 : 200);
  }),
  repositoryRoute('GET', '/issues/comments/{comment_id}/reactions', READ, (request, repository) =>
    page(request, commentOf(request, repository).reactions, (reaction) => reactionPayload(request.world, reaction)),
  ),
  repositoryRoute('POST', '/issues/{issue_number}/labels', WRITE, addLabels),
  repositoryRoute('DELETE', '/issues/{issue_number}/labels/{name}', WRITE, removeLabel),
  repositoryRoute('GET', '/labels', READ, (request, repository) =>
    page(request, [...repository.labels.values()], (label) => labelPayload(request.world, repository, label)),
  ),
  repositoryRoute('GET', '/labels/{name}', READ, (request, repository) => {
    const label = repository.labels.get(param(request, 'name').toLowerCase());
    if (!label) throw notFound();
    return ok(labelPayload(request.world, repository, label));
  }),
  repositoryRoute('POST', '/labels', WRITE, (request, repository) => {
    const { world, body } = request;
    const color = text(body, 'color');
    const options = {
      name: requiredText(body, 'name', 'Label'),
      description: text(body, 'description') ?? null,
      ...(color ? { color } : {}),
    };
    return ok(labelPayload(world, repository, createLabel(world, repository, options)), 201);
  }),
];
