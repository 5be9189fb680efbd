import { validationFailed } from '../errors.ts';
import { nodeId } from '../ids.ts';
import type { Label, Repository, World } from '../state.ts';

export function createLabel(
  world: World,
  repository: Repository,
  given: {
    readonly name: string;
    readonly color?: string;
    readonly description?: string | null;
    readonly isDefault?: boolean;
  },
): Label {
  const key = given.name.toLowerCase();
  if (repository.labels.has(key)) throw validationFailed({ resource: 'Label', code: 'already_exists', field: 'name' });
  const id = world.ids.next();
  const label = {
    id,
    nodeId: nodeId('LA', repository.id, id),
    name: given.name,
    color: (given.color ?? 'ededed').replace(/^#/, ''),
    description: given.description ?? null,
    isDefault: given.isDefault ?? false,
  };
  repository.labels.set(key, label);
  return label;
}

/** Labels by name; names that do not exist yet are made, as GitHub does when an issue is labelled. */
export function labelsByName(world: World, repository: Repository, names: readonly string[]): Label[] {
  const unique = new Map(names.map((name) => [name.toLowerCase(), name]));
  return [...unique].map(([key, name]) => repository.labels.get(key) ?? createLabel(world, repository, { name }));
}
