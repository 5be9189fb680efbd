import { notFound } from '../errors.ts';
import { addSubIssue, subIssuesOf } from '../operations/sub-issues.ts';
import { issuePayload } from '../payloads/issues.ts';
import type { Issue, Repository } from '../state.ts';
import { type ApiRequest, numberParam, ok, page, repositoryRoute } from './route.ts';

const PATH = '/issues/{issue_number}/sub_issues';

/** A server that does not know sub-issues has no such address. */
function parentOf(request: ApiRequest, repository: Repository): Issue {
  const { world } = request;
  const issue = repository.issues.get(numberParam(request, 'issue_number'));
  if (!world.hasSubIssues || !issue || issue.pull || world.versions.isRemoved(issue)) throw notFound();
  return issue;
}

export const subIssueRoutes = [
  repositoryRoute('GET', PATH, 'issues:read', (request, repository) =>
    page(request, subIssuesOf(request.world, parentOf(request, repository)), (issue) =>
      issuePayload(request.world, issue),
    ),
  ),
  repositoryRoute('POST', PATH, 'issues:write', (request, repository) => {
    const { world, body } = request;
    const parent = parentOf(request, repository);
    // The number by which GitHub knows an issue everywhere, and not the one that people see.
    const child = [...repository.issues.values()].find(({ id, pull }) => id === Number(body.sub_issue_id) && !pull);
    if (!child || world.versions.isRemoved(child)) throw notFound();
    addSubIssue(world, parent, child, body.replace_parent === true);
    return ok(issuePayload(world, parent), 201);
  }),
];
