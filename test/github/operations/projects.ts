import { ApiError } from '../errors.ts';
import { nodeId } from '../ids.ts';
import type { Account, Issue, Project, ProjectField, ProjectItem, ProjectOption, World } from '../state.ts';

/** Projects of an organisation, the oldest first. */
export function projectsOf(world: World, owner: Account): Project[] {
  return [...world.projects.values()].filter((project) => project.owner === owner);
}

/** Titles may stand twice; numbers count the organisation's projects. */
export function createProject(world: World, owner: Account, title: string, creator: Account): Project {
  const id = world.ids.next();
  const number = Math.max(0, ...projectsOf(world, owner).map((one) => one.number)) + 1;
  const project: Project = {
    id,
    nodeId: nodeId('PVT', id),
    number,
    owner,
    creator,
    title,
    readme: null,
    fields: [],
    items: [],
  };
  project.fields.push(newField(world, project, { name: 'Title', dataType: 'TITLE', options: [] }));
  world.projects.set(id, project);
  return project;
}

interface NewField {
  readonly name: string;
  readonly dataType: string;
  readonly options: readonly Omit<ProjectOption, 'id'>[];
}

/** Makes a field; a name stands only once in a project. */
export function createField(world: World, project: Project, given: NewField): ProjectField {
  if (project.fields.some(({ name }) => name === given.name)) {
    throw new ApiError(422, 'Name has already been taken');
  }
  if (given.dataType === 'SINGLE_SELECT' && given.options.length === 0) {
    throw new ApiError(422, 'Single select options can’t be blank');
  }
  const field = newField(world, project, given);
  project.fields.push(field);
  return field;
}

function newField(world: World, project: Project, { name, dataType, options }: NewField): ProjectField {
  const id = world.ids.next();
  const prefix = dataType === 'SINGLE_SELECT' ? 'PVTSSF' : 'PVTF';
  return {
    id,
    nodeId: nodeId(prefix, project.id, id),
    name,
    dataType,
    options: options.map((option) => ({ ...option, id: world.ids.hex(8) })),
  };
}

/** Puts an issue into a project; one that stands in it already is answered with as it is. */
export function addItem(world: World, project: Project, issue: Issue): ProjectItem {
  const known = itemsOf(world, project).find((item) => item.issue === issue);
  if (known !== undefined) return known;
  const id = world.ids.next();
  const item = { id, nodeId: nodeId('PVTI', project.id, id), issue, values: new Map<number, string>() };
  project.items.push(item);
  return item;
}

/** Those whose issues were not deleted. */
export function itemsOf(world: World, project: Project): ProjectItem[] {
  return project.items.filter(({ issue }) => !world.versions.isRemoved(issue));
}

/** What a value may be, by the type of its field. */
const KINDS: Readonly<Record<string, string>> = { TEXT: 'text', DATE: 'date', SINGLE_SELECT: 'singleSelectOptionId' };

/** Sets a field of an item. */
export function setValue(item: ProjectItem, field: ProjectField, given: Readonly<Record<string, unknown>>): void {
  const kind = KINDS[field.dataType];
  const value = kind === undefined ? undefined : given[kind];
  if (typeof value !== 'string' || Object.keys(given).length !== 1) {
    throw new ApiError(422, `Did not receive a ${kind ?? 'known'} value to update a field of type ${field.dataType}`);
  }
  if (field.dataType === 'SINGLE_SELECT' && !field.options.some(({ id }) => id === value)) {
    throw new ApiError(422, 'The single select option Id does not belong to the field');
  }
  item.values.set(field.id, value);
}
