import { validationFailed } from '../errors.ts';
import { nodeId } from '../ids.ts';
import type { Account, Milestone, Repository, World } from '../state.ts';

/** Makes a milestone; a title stands only once in a repository. */
export function createMilestone(
  world: World,
  repository: Repository,
  given: { readonly title: string; readonly description?: string | null; readonly dueOn?: string | null },
  creator: Account,
): Milestone {
  const isTaken = [...repository.milestones.values()].some(({ title }) => title === given.title);
  if (isTaken) throw validationFailed({ resource: 'Milestone', code: 'already_exists', field: 'title' });
  const id = world.ids.next();
  const number = repository.milestones.size + 1;
  const milestone: Milestone = {
    id,
    nodeId: nodeId('MI', repository.id, id),
    number,
    repository,
    title: given.title,
    description: given.description ?? null,
    dueOn: given.dueOn ?? null,
    creator,
    createdAt: world.clock.iso(),
  };
  repository.milestones.set(number, world.versions.created(milestone));
  return milestone;
}
