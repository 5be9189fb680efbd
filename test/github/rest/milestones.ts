import { notFound } from '../errors.ts';
import { createMilestone } from '../operations/milestones.ts';
import { milestonePayload } from '../payloads/issues.ts';
import { actor, numberParam, ok, page, repositoryRoute, requiredText, text } from './route.ts';

const READ = ['issues:read', 'pull_requests:read'];
const WRITE = ['issues:write', 'pull_requests:write'];

export const milestoneRoutes = [
  repositoryRoute('GET', '/milestones', READ, (request, repository) =>
    page(request, request.world.versions.view([...repository.milestones.values()], request.asOf), (milestone) =>
      milestonePayload(request.world, milestone),
    ),
  ),
  repositoryRoute('GET', '/milestones/{milestone_number}', READ, (request, repository) => {
    const milestone = repository.milestones.get(numberParam(request, 'milestone_number'));
    if (!milestone) throw notFound();
    return ok(milestonePayload(request.world, milestone));
  }),
  repositoryRoute('POST', '/milestones', WRITE, (request, repository) => {
    const { world, body } = request;
    const given = {
      title: requiredText(body, 'title', 'Milestone'),
      description: text(body, 'description') ?? null,
      dueOn: text(body, 'due_on') ?? null,
    };
    const milestone = createMilestone(world, repository, given, actor(request).account);
    return ok(milestonePayload(world, milestone), 201);
  }),
];
